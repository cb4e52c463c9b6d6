import type { Client } from '../../../domain/client.ts'
import { newAccountFields } from '../../../html/account-fields.ts'
import { html } from '../../../html/html.ts'
import type { Page } from '../../../html/page.ts'
import { alarm, csrfField, field, logo, logoOrigin, playMoneyNote } from '../../../html/parts.ts'
import { continuePath, interactionPath } from '../../provider/oauth-paths.ts'

/** A provider as people know it. */
export interface ProviderName {
  readonly id: string
  readonly name: string
}

/** What the sign-in and create-account pages show. */
export interface SignInView {
  readonly uid: string
  readonly client: Client
  readonly csrfToken: string
  readonly demo: boolean
  readonly formTargets: readonly string[]
  readonly providers: readonly ProviderName[]
  /** As it was typed before; kept after an error. */
  readonly username?: string
  readonly nickname?: string
  /** What went wrong, for the whole form. */
  readonly message?: string
  /** What is wrong, by field. */
  readonly fieldErrors?: Readonly<Record<string, string>>
}

export function signInPage(view: SignInView): Page {
  const { uid, client, csrfToken, demo, username = '', message } = view
  const path = interactionPath(uid)
  return {
    title: 'Sign in',
    formTargets: view.formTargets,
    ...logoOrigin(client),
    body: html`<main class="narrow">
<div class="card">
${heading(client, 'Sign in')}
${alarm(message)}
<form class="stack" method="post" action="${path}/sign-in">
${csrfField(csrfToken)}
${field({ name: 'username', label: 'Username', type: 'text', autocomplete: 'username', value: username, focus: username === '' })}
${field({ name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password', focus: username !== '' })}
<button class="primary" type="submit">Sign in</button>
<button class="secondary" type="submit" formaction="${path}/create-account" formnovalidate>Create account</button>
</form>
${otherMethods(view)}
</div>
</main>
${footer(demo)}`,
  }
}

export function createAccountPage(view: SignInView): Page {
  const { uid, client, csrfToken, demo, username = '', nickname = '', message, fieldErrors = {} } = view
  const path = interactionPath(uid)
  return {
    title: 'Create account',
    formTargets: view.formTargets,
    ...logoOrigin(client),
    body: html`<main class="narrow">
<div class="card">
${heading(client, 'Create your account')}
${alarm(message)}
<form class="stack" method="post" action="${path}/create-account">
${csrfField(csrfToken)}
${newAccountFields({ username, nickname, fieldErrors, nicknameOptional: true })}
<button class="primary" type="submit">Create account</button>
</form>
<p class="small soft">Have an account already? <a href="${path}">Back to sign-in</a></p>
</div>
</main>
${footer(demo)}`,
  }
}

function heading(client: Client, title: string) {
  return html`<div class="app">
${logo(client)}
<div><h1>${title}</h1><p class="soft">to continue to <strong>${client.name}</strong></p></div>
</div>`
}

/** Ways to sign in without a username and a password. */
function otherMethods({ uid, csrfToken, demo, providers }: SignInView) {
  if (!demo && providers.length === 0) return false
  return html`<p class="rule">or</p>
<div class="stack">
${providers.map(({ id, name }) => html`<a class="button secondary" href="${continuePath(uid, id)}">Continue with ${name}</a>`)}
${demo && guestForm(uid, csrfToken)}
</div>`
}

function guestForm(uid: string, csrfToken: string) {
  return html`<form method="post" action="${interactionPath(uid)}/guest">
${csrfField(csrfToken)}
<button class="secondary" type="submit">Play as guest</button>
</form>`
}

function footer(demo: boolean) {
  return html`<footer class="narrow foot small">${playMoneyNote(demo) || 'Ante keeps the stakes and pays the winner.'}</footer>`
}
