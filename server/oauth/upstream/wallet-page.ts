import type { Client } from '../../domain/client.ts'
import { html } from '../../html/html.ts'
import type { Page } from '../../html/page.ts'
import { csrfField } from '../../html/parts.ts'

/** What the page posts, and where to. */
export interface WalletView {
  readonly client: Client
  readonly csrfToken: string
  readonly action: string
  readonly formTargets: readonly string[]
}

/** A fragment never reaches a server: the page reads it, removes it from the address, and posts it. */
const READ_FRAGMENT = `
(() => {
  const fragment = new URLSearchParams(location.hash.slice(1))
  const jwt = fragment.get('wallet_jwt') ?? fragment.get('wallet') ?? ''
  history.replaceState(null, '', location.pathname)
  const form = document.querySelector('form')
  form.elements.wallet_jwt.value = jwt.length > 8192 ? '' : jwt
  form.submit()
})()
`

/** The page that a browser comes back to from a provider whose redirects carry a wallet JWT in the fragment. */
export function walletPage({ client, csrfToken, action, formTargets }: WalletView): Page {
  return {
    title: 'Signing you in',
    script: READ_FRAGMENT,
    formTargets,
    body: html`<main class="narrow">
<div class="card">
<h1>Signing you in…</h1>
<p class="soft">to continue to <strong>${client.name}</strong></p>
<form method="post" action="${action}">
${csrfField(csrfToken)}
<input type="hidden" name="wallet_jwt" value="">
<button class="primary" type="submit">Continue</button>
</form>
</div>
</main>`,
  }
}
