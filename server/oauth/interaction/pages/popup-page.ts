import { POPUP_MESSAGE } from '@ante/shared'
import { html } from '../../../html/html.ts'
import type { Page } from '../../../html/page.ts'
import { DEVICE_PATH } from '../../provider/oauth-paths.ts'

/**
 * Hands the redirect's answer to the game that opened this window, at each of its registered origins and nowhere else,
 * and closes the window. It reads the answer from its own address: nothing of a request is written into the page.
 *
 * A browser may have cut the window off from the game. Then the sign-in goes on by the code that the game shows (RFC 8628): the
 * client has it at the end of `state`. Without it, the player types it. Either way the player still has to confirm it.
 */
const HAND_OVER = `
(() => {
  const page = document.querySelector('main')
  const query = new URLSearchParams(location.search)
  const message = { type: page.dataset.type, state: query.get('state') ?? '' }
  for (const name of ['code', 'error', 'error_description', 'iss']) {
    if (query.has(name)) message[name] = query.get(name)
  }
  const assertion = new URLSearchParams(location.hash.slice(1)).get('wallet_jwt')
  if (assertion !== null) message.wallet_jwt = assertion
  history.replaceState(null, '', location.pathname)
  const show = (id) => {
    for (const part of page.querySelectorAll('section')) part.hidden = part.id !== id
  }
  if (!window.opener) {
    if (message.error) return show('refused')
    const [, userCode] = /\\.([A-Z]{4}-[A-Z]{4})$/.exec(message.state) ?? []
    if (!userCode) return show('alone')
    return location.replace(page.querySelector('#alone a').href + '?user_code=' + userCode)
  }
  addEventListener('message', (event) => {
    if (event.source === window.opener && event.data?.type === message.type) window.close()
  })
  for (const origin of JSON.parse(page.dataset.origins)) window.opener.postMessage(message, origin)
  setTimeout(() => window.close(), 1500)
  setTimeout(() => show('left'), 2500)
})()
`

/** Where a popup sign-in ends. */
export function popupPage(origins: readonly string[], gameName: string): Page {
  return {
    title: 'Signed in',
    script: HAND_OVER,
    body: html`<main class="narrow" data-type="${POPUP_MESSAGE}" data-origins="${JSON.stringify(origins)}">
<section class="card" id="on-the-way" aria-live="polite"><h1>Back to the game…</h1><p class="soft">This window closes by itself.</p></section>
<section class="card" id="left" hidden><h1>All done</h1><p>You can close this window and go on in <strong>${gameName}</strong>.</p></section>
<section class="card" id="alone" hidden><h1>One more step</h1><p>This window lost its game. <strong>${gameName}</strong> shows a code: enter it here.</p><a class="button primary" href="${DEVICE_PATH}">Enter the code</a><p class="small soft">If it shows none, close this window and sign in again from there.</p></section>
<section class="card" id="refused" hidden><h1>Not signed in</h1><p>Nothing was allowed. Close this window and go back to <strong>${gameName}</strong>.</p></section>
<noscript><p class="card">This page needs JavaScript to tell the game that you have signed in. Turn it on and sign in again.</p></noscript>
</main>`,
  }
}
