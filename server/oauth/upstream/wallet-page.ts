import type { Client } from '../../domain/client.ts'
import { html } from '../../html/html.ts'
import type { Page } from '../../html/page.ts'
import { csrfField } from '../../html/parts.ts'

/** What the page posts, and where to. */
export interface BringWalletView {
  readonly client: Client
  readonly token: string
  readonly action: string
  readonly formTargets: readonly string[]
}

/** A fragment never reaches a server: the page reads it, forgets it, and posts what it says. */
const BRING_WALLET = `
(() => {
  const said = new URLSearchParams(location.hash.slice(1))
  const jwt = said.get('wallet_jwt') ?? said.get('wallet') ?? ''
  history.replaceState(null, '', location.pathname)
  const form = document.querySelector('form')
  form.elements.wallet_jwt.value = jwt.length > 8192 ? '' : jwt
  form.submit()
})()
`

/** Where a browser comes back to from a provider whose redirects carry a wallet JWT in the fragment. */
export function bringWalletPage({ client, token, action, formTargets }: BringWalletView): Page {
  return {
    title: 'Signing you in',
    script: BRING_WALLET,
    formTargets,
    body: html`<main class="narrow">
<div class="card">
<h1>Signing you in…</h1>
<p class="soft">to continue to <strong>${client.name}</strong></p>
<form method="post" action="${action}">
${csrfField(token)}
<input type="hidden" name="wallet_jwt" value="">
<button class="primary" type="submit">Continue</button>
</form>
</div>
</main>`,
  }
}
