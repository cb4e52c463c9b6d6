import type { Player } from '../../domain/player.ts'
import { type Html, html } from '../../html/html.ts'
import type { Page } from '../../html/page.ts'
import { alarm, csrfField, field } from '../../html/parts.ts'
import type { ProviderName } from '../../oauth/interaction/pages/sign-in-page.ts'
import { ACCOUNT_PATHS, linkPath, reAuthenticatePath, unlinkPath } from './account-paths.ts'
import { singlePurposePage } from './frame.ts'
import type { IdentityView } from './overview-view.ts'

/** What the form of every action on the sign-in methods shows. */
export interface ActionView {
  readonly player: Player
  readonly csrfToken: string
  /** Proves that the player has just re-authenticated at a provider; empty: nothing does. */
  readonly proof: string
  /** Providers at which a player without a password can re-authenticate. */
  readonly reAuthenticateBy: readonly ProviderName[]
  /** What the form does, as a value of a query. */
  readonly action: string
  readonly message?: string
  readonly fieldErrors?: Readonly<Record<string, string>>
}

export function passwordPage(view: ActionView): Page {
  const { player, csrfToken, message, fieldErrors = {} } = view
  const has = player.passwordHash !== null
  const title = has ? 'Change your password' : 'Set a password'
  const form = html`<form class="stack" method="post" action="${ACCOUNT_PATHS.password}">
${csrfField(csrfToken)}
${reAuthenticationField(view)}
${field({
  name: 'new_password',
  label: 'New password',
  type: 'password',
  autocomplete: 'new-password',
  hint: 'At least 8 characters; a few unrelated words do well.',
  wrong: fieldErrors.password,
  focus: !has || fieldErrors.password !== undefined,
})}
<p class="small soft">${CONSEQUENCE}</p>
<button class="primary" type="submit">${has ? 'Change password' : 'Set password'}</button>
</form>`
  const who = html`<p class="soft">You sign in with the username <strong>${player.username}</strong>.</p>`
  return { title, body: singlePurposePage(title, html`${who}${alarm(message)}${reAuthenticationLinks(view) ?? form}`) }
}

export function linkPage(
  view: ActionView & { readonly provider: ProviderName; readonly formTargets: readonly string[] },
): Page {
  const { provider, csrfToken, message, formTargets } = view
  const title = `Add ${provider.name}`
  const form = html`<form class="stack" method="post" action="${linkPath(provider.id)}">
${csrfField(csrfToken)}
${reAuthenticationField(view)}
<p class="small soft">${CONSEQUENCE}</p>
<button class="primary" type="submit">Continue to ${provider.name}</button>
</form>`
  const what = html`<p>${provider.name} asks you to sign in there. After that you can sign in here through it.</p>`
  return {
    title,
    formTargets,
    body: singlePurposePage(title, html`${what}${alarm(message)}${reAuthenticationLinks(view) ?? form}`),
  }
}

interface LinkIssuerView extends ActionView {
  readonly pending: string
  readonly issuerName: string
  readonly identity: { readonly subject: string; readonly username: string | null }
}

/** The decision to link an account at an issuer. It says what the link gives to whom, since a stranger's page may have led here. */
export function linkIssuerPage(view: LinkIssuerView): Page {
  const { player, csrfToken, message, pending, issuerName, identity } = view
  const title = `Add ${issuerName}`
  const form = html`<form class="stack" method="post" action="${ACCOUNT_PATHS.linkIssuer}">
${csrfField(csrfToken)}
<input type="hidden" name="pending" value="${pending}">
${reAuthenticationField(view)}
<p class="small soft">${CONSEQUENCE}</p>
<button class="primary" type="submit">Add ${issuerName}</button>
</form>`
  const name = identity.username ?? `number ${identity.subject}`
  const what = html`<p>Games at ${issuerName} where you are <strong>${name}</strong> will play as <strong>${player.username}</strong>, with the money of this account.</p>
<p class="alarm" role="alert">Go on only if <strong>${name}</strong> is you, and you came here from such a game. Whoever has that account can play with your money.</p>`
  return { title, body: singlePurposePage(title, html`${what}${alarm(message)}${reAuthenticationLinks(view) ?? form}`) }
}

export function unlinkPage(view: ActionView & { readonly identity: IdentityView }): Page {
  const { identity, csrfToken, message } = view
  const title = `Remove ${identity.providerName}`
  const form = html`<form class="stack" method="post" action="${unlinkPath(identity.key)}">
${csrfField(csrfToken)}
${reAuthenticationField(view)}
<p class="small soft">${CONSEQUENCE}</p>
<button class="primary danger" type="submit">Remove ${identity.providerName}</button>
</form>`
  const what =
    identity.opens === 'games'
      ? html`<p>Games at ${identity.providerName} will not play with this account any more.</p>`
      : html`<p>You will not be able to sign in here through ${identity.providerName} any more.</p>`
  return { title, body: singlePurposePage(title, html`${what}${alarm(message)}${reAuthenticationLinks(view) ?? form}`) }
}

const CONSEQUENCE =
  'To be safe, everything else that is signed in to your account is signed out: other browsers, and games.'

/** The password field, or the proof that a provider gave; a guest has neither. */
function reAuthenticationField({ player, proof, fieldErrors = {} }: ActionView): Html | false {
  if (player.guest) return false
  // For password managers.
  const name = html`<input type="text" name="username" autocomplete="username" value="${player.username}" hidden>`
  if (player.passwordHash === null) return html`${name}<input type="hidden" name="confirmed" value="${proof}">`
  return html`${name}${field({
    name: 'current_password',
    label: 'Current password',
    type: 'password',
    autocomplete: 'current-password',
    wrong: fieldErrors.current_password,
    focus: fieldErrors.password === undefined,
  })}`
}

/** Links to the providers at which the player has to re-authenticate before there is a form; null where there is no need. */
function reAuthenticationLinks({ player, proof, reAuthenticateBy, action }: ActionView): Html | null {
  if (player.guest || player.passwordHash !== null || proof !== '') return null
  if (reAuthenticateBy.length === 0) {
    return html`<p role="alert">None of your ways to sign in works here at the moment.</p>`
  }
  return html`<p>First confirm that it is you.</p>
<div class="stack">
${reAuthenticateBy.map(({ id, name }) => html`<a class="button primary" href="${reAuthenticatePath(id, action)}">Continue with ${name}</a>`)}
</div>`
}
