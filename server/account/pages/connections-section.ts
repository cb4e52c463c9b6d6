import { type Html, html } from '../../html/html.ts'
import { alarm, csrfField, logo } from '../../html/parts.ts'
import { limitsInWords, stakeLimitFields } from '../../html/stake-limit-fields.ts'
import { SCOPE_WORDS } from '../../oauth/provider/scopes.ts'
import type { Connection } from '../../oauth/tokens/connected-applications.ts'
import { ACCOUNT_PATHS } from './account-paths.ts'
import type { OverviewView } from './overview-view.ts'

const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' })

/** Each application that was let in: what it may do, since when, and a button that ends that. */
export function connectionRows({ connections, csrfToken, wrongLimit }: OverviewView): Html {
  if (connections.length === 0) {
    return html`<p class="soft">None. A game is listed here once you have allowed it to play for you.</p>`
  }
  return html`<ul class="rows">${connections.map((connection) => row(connection, csrfToken, wrongLimit))}</ul>`
}

function row(connection: Connection, csrfToken: string, wrongLimit: OverviewView['wrongLimit']): Html {
  const { client, scopes, since, limits } = connection
  const nameId = `game-${client.id}`
  const isLimited = Object.keys(limits).length > 0
  return html`<li class="connected">
${logo(client)}
<div class="what">
<strong id="${nameId}">${client.name}</strong>
<ul class="small soft">${scopes.map((scope) => html`<li>${SCOPE_WORDS[scope].title}</li>`)}</ul>
${!isLimited && html`<p class="small soft">It can stake your whole balance.</p>`}
<p class="small soft">Since <time datetime="${new Date(since).toISOString()}">${DAY.format(since)}</time></p>
</div>
<form method="post" action="${ACCOUNT_PATHS.disconnect}">
${csrfField(csrfToken)}
<input type="hidden" name="client" value="${client.id}">
<button class="secondary compact" type="submit" aria-describedby="${nameId}">Disconnect</button>
</form>
${isLimited && limitForm(connection, csrfToken, wrongLimit?.clientId === client.id ? wrongLimit.message : undefined)}
</li>`
}

function limitForm({ client, limits }: Connection, csrfToken: string, wrong: string | undefined): Html {
  return html`<div class="limit">
<p class="small soft">It can lose at most ${limitsInWords(limits)} in any 24 hours.</p>
<form class="stack small" method="post" action="${ACCOUNT_PATHS.stakeLimit}">
${csrfField(csrfToken)}
<input type="hidden" name="client" value="${client.id}">
${alarm(wrong)}
${stakeLimitFields(limits, client.id)}
<button class="secondary compact" type="submit" aria-describedby="game-${client.id}">Set the limit</button>
</form>
</div>`
}
