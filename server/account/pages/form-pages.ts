import type { Player } from '../../domain/player.ts'
import { newAccountFields } from '../../html/account-fields.ts'
import { type Html, html } from '../../html/html.ts'
import type { Page } from '../../html/page.ts'
import { alarm, csrfField, field } from '../../html/parts.ts'
import type { ProviderName } from '../../oauth/interaction/pages/sign-in-page.ts'
import { ACCOUNT_PATHS, confirmPath, linkPath, unlinkPath } from './account-paths.ts'
import { onePurposePage } from './frame.ts'

/** What somebody was about to do who has to show that it is them: a form, and what it is about. */
export type Next = 'password' | `link:${string}` | `unlink:${string}`

/** What every form about a way into the account shows. */
export interface SignInMethodView {
  readonly player: Player
  readonly token: string
  /** Proves that a provider has just said who is there; empty: none has. */
  readonly confirmed: string
  /** Through whom somebody without a password can show that it is them. */
  readonly confirmBy: readonly ProviderName[]
  /** What they want to do then; empty: nothing that would need it. */
  readonly next: Next | ''
  readonly message?: string
  readonly fieldErrors?: Readonly<Record<string, string>>
}

export function passwordPage(view: SignInMethodView): Page {
  const { player, token, message, fieldErrors = {} } = view
  const has = player.passwordHash !== null
  const title = has ? 'Change your password' : 'Set a password'
  const form = html`<form class="stack" method="post" action="${ACCOUNT_PATHS.password}">
${csrfField(token)}
${proof(view)}
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
  return { title, body: onePurposePage(title, html`${who}${alarm(message)}${needsProvider(view) ?? form}`) }
}

export function linkPage(
  view: SignInMethodView & { readonly provider: ProviderName; readonly formTargets: readonly string[] },
): Page {
  const { provider, token, message, formTargets } = view
  const title = `Add ${provider.name}`
  const form = html`<form class="stack" method="post" action="${linkPath(provider.id)}">
${csrfField(token)}
${proof(view)}
<p class="small soft">${CONSEQUENCE}</p>
<button class="primary" type="submit">Continue to ${provider.name}</button>
</form>`
  const what = html`<p>${provider.name} asks you to sign in there. After that you can sign in here through it.</p>`
  return {
    title,
    formTargets,
    body: onePurposePage(title, html`${what}${alarm(message)}${needsProvider(view) ?? form}`),
  }
}

export function unlinkPage(
  view: SignInMethodView & { readonly identity: { readonly key: string; readonly providerName: string } },
): Page {
  const { identity, token, message } = view
  const title = `Remove ${identity.providerName}`
  const form = html`<form class="stack" method="post" action="${unlinkPath(identity.key)}">
${csrfField(token)}
${proof(view)}
<p class="small soft">${CONSEQUENCE}</p>
<button class="primary danger" type="submit">Remove ${identity.providerName}</button>
</form>`
  const what = html`<p>You will not be able to sign in here through ${identity.providerName} any more.</p>`
  return { title, body: onePurposePage(title, html`${what}${alarm(message)}${needsProvider(view) ?? form}`) }
}

export function upgradeGuestPage(
  view: SignInMethodView & { readonly username: string; readonly nickname: string },
): Page {
  const { token, username, nickname, message, fieldErrors = {} } = view
  const title = 'Keep your account'
  const form = html`<form class="stack" method="post" action="${ACCOUNT_PATHS.keep}">
${csrfField(token)}
${newAccountFields({ username, nickname, fieldErrors, nicknameOptional: false })}
<p class="small soft">Your matches and your money stay yours. Games ask you to sign in once more.</p>
<button class="primary" type="submit">Keep your account</button>
</form>`
  return { title, body: onePurposePage(title, html`${alarm(message)}${form}`) }
}

const CONSEQUENCE =
  'To be safe, everything else that is signed in to your account is signed out: other browsers, and games.'

/** The field, or the note, that shows who is there; a guest has neither. */
function proof({ player, confirmed, fieldErrors = {} }: SignInMethodView): Html | false {
  if (player.guest) return false
  // For password managers.
  const name = html`<input type="text" name="username" autocomplete="username" value="${player.username}" hidden>`
  if (player.passwordHash === null) return html`${name}<input type="hidden" name="confirmed" value="${confirmed}">`
  return html`${name}${field({
    name: 'current_password',
    label: 'Current password',
    type: 'password',
    autocomplete: 'current-password',
    wrong: fieldErrors.current_password,
    focus: fieldErrors.password === undefined,
  })}`
}

/** In place of a form that would be refused: the way to show who is there. */
function needsProvider({ player, confirmed, confirmBy, next }: SignInMethodView): Html | null {
  if (player.guest || player.passwordHash !== null || confirmed !== '') return null
  if (confirmBy.length === 0) return html`<p role="alert">None of your ways to sign in works here at the moment.</p>`
  return html`<p>First show that it is you.</p>
<div class="stack">
${confirmBy.map(({ id, name }) => html`<a class="button primary" href="${confirmPath(id, next)}">Continue with ${name}</a>`)}
</div>`
}
