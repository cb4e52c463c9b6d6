import { type Html, html } from '../../html/html.ts'
import { ACCOUNT_PATHS, linkPath, unlinkPath } from './account-paths.ts'
import type { IdentityView, OverviewView } from './overview-view.ts'

/** The password, the accounts at providers, and the providers that can be added. */
export function signInMethodsSection({ player, identities, linkable }: OverviewView): Html {
  const hasPassword = player.passwordHash !== null
  const usableMethods = identities.filter(({ opens }) => opens === 'account').length + (hasPassword ? 1 : 0)
  return html`<section class="card" aria-labelledby="ways">
<h2 id="ways">Ways to sign in</h2>
<ul class="rows">
<li>
<div class="what"><strong>Password</strong><p class="small soft">${
    hasPassword ? html`With the username ${player.username}` : 'None set yet'
  }</p></div>
<a class="button secondary compact" href="${ACCOUNT_PATHS.password}">${hasPassword ? 'Change' : 'Set'} <span class="unseen">password</span></a>
</li>
${identities.map((identity) => identityRow(identity, usableMethods > 1 || identity.opens !== 'account'))}
</ul>
${
  linkable.length > 0 &&
  html`<div class="stack">
${linkable.map(({ id, name }) => html`<a class="button secondary" href="${linkPath(id)}">Add ${name}</a>`)}
</div>`
}
</section>`
}

function identityRow(identity: IdentityView, removable: boolean): Html {
  const { key, providerName } = identity
  const note = noteOn(identity)
  return html`<li>
<div class="what"><strong>${providerName}</strong>${note !== null && html`<p class="small soft">${note}</p>`}</div>
${
  removable
    ? html`<a class="button secondary compact" href="${unlinkPath(key)}">Remove <span class="unseen">${providerName}</span></a>`
    : html`<p class="small soft">Your only way in</p>`
}
</li>`
}

function noteOn({ username, opens }: IdentityView): string | null {
  switch (opens) {
    case 'account':
      return username
    case 'games':
      return `Its games play with this account${username === null ? '' : `, as ${username}`}`
    case 'nothing':
      return 'Not offered here any more'
  }
}
