import { html } from '../../html/html.ts'
import type { Page } from '../../html/page.ts'
import { alarm, csrfField, field } from '../../html/parts.ts'
import type { ProviderName } from '../../oauth/interaction/pages/sign-in-page.ts'
import { ACCOUNT_PATHS, continuePath } from './account-paths.ts'
import { accountFooter, doneNote } from './frame.ts'

export interface AccountSignInView {
  readonly token: string
  readonly demo: boolean
  readonly providers: readonly ProviderName[]
  readonly username?: string
  /** What went wrong. */
  readonly message?: string
  /** What was done before. */
  readonly done?: string | undefined
}

/** Signs in to the account page itself. */
export function accountSignInPage({ token, demo, providers, username = '', message, done }: AccountSignInView): Page {
  return {
    title: 'Sign in',
    body: html`<main class="narrow">
<div class="card">
<div class="lead"><h1>Sign in</h1><p class="soft">to look after your account</p></div>
${doneNote(done)}
${alarm(message)}
<form class="stack" method="post" action="${ACCOUNT_PATHS.signIn}">
${csrfField(token)}
${field({ name: 'username', label: 'Username', type: 'text', autocomplete: 'username', value: username, focus: username === '' })}
${field({ name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password', focus: username !== '' })}
<button class="primary" type="submit">Sign in</button>
</form>
${otherWays(providers)}
<p class="small soft">No account yet? You create one when you sign in to a game for the first time.</p>
</div>
</main>
${accountFooter(demo)}`,
  }
}

function otherWays(providers: readonly ProviderName[]) {
  if (providers.length === 0) return false
  return html`<p class="rule">or</p>
<div class="stack">
${providers.map(({ id, name }) => html`<a class="button secondary" href="${continuePath(id)}">Continue with ${name}</a>`)}
</div>`
}
