import { html } from '../../html/html.ts'
import type { Page } from '../../html/page.ts'
import { alarm, csrfField, field } from '../../html/parts.ts'
import type { ProviderName } from '../../oauth/interaction/pages/sign-in-page.ts'
import { ACCOUNT_PATHS, upstreamPath } from './account-paths.ts'
import { accountFooter, noticeBox } from './frame.ts'

export interface AccountSignInView {
  readonly csrfToken: string
  readonly demo: boolean
  readonly providers: readonly ProviderName[]
  readonly username?: string
  /** What went wrong. */
  readonly message?: string
  /** The account at an issuer that waits to be linked once somebody has signed in. */
  readonly pending?: string | undefined
  /** What was just done. */
  readonly notice?: string | undefined
}

/** Signs in to the account page itself. */
export function accountSignInPage({
  csrfToken,
  demo,
  providers,
  username = '',
  message,
  pending,
  notice,
}: AccountSignInView): Page {
  return {
    title: 'Sign in',
    body: html`<main class="narrow">
<div class="card">
<div class="lead"><h1>Sign in</h1><p class="soft">to look after your account</p></div>
${noticeBox(notice)}
${alarm(message)}
<form class="stack" method="post" action="${ACCOUNT_PATHS.signIn}">
${csrfField(csrfToken)}
${pending !== undefined && html`<input type="hidden" name="pending" value="${pending}">`}
${field({ name: 'username', label: 'Username', type: 'text', autocomplete: 'username', value: username, focus: username === '' })}
${field({ name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password', focus: username !== '' })}
<button class="primary" type="submit">Sign in</button>
</form>
${providerLinks(providers)}
<p class="small soft">No account yet? You create one when you sign in to a game for the first time.</p>
</div>
</main>
${accountFooter(demo)}`,
  }
}

function providerLinks(providers: readonly ProviderName[]) {
  if (providers.length === 0) return false
  return html`<p class="rule">or</p>
<div class="stack">
${providers.map(({ id, name }) => html`<a class="button secondary" href="${upstreamPath(id)}">Continue with ${name}</a>`)}
</div>`
}
