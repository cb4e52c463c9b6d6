import type { Client } from '../../domain/client.ts'
import { html } from '../../html/html.ts'
import type { Page } from '../../html/page.ts'
import { alarm, field, logo, logoOrigin } from '../../html/parts.ts'
import { DEVICE_PATH } from '../provider/oauth-paths.ts'

interface CodeForm {
  /** Binds the form to the browser's session. */
  readonly token: string
}

/** Asks for the code that a game shows. */
export function codeEntryPage({
  token,
  message,
  userCode = '',
}: CodeForm & { message?: string; userCode?: string }): Page {
  return {
    title: 'Enter the code',
    body: html`<main class="narrow">
<div class="card">
<div class="lead"><h1>Enter the code</h1><p class="soft">that your game shows</p></div>
${alarm(message)}
<form class="stack" method="post" action="${DEVICE_PATH}">
<input type="hidden" name="xsrf" value="${token}">
${field({ name: 'user_code', label: 'Code', type: 'text', autocomplete: 'off', value: userCode, hint: 'Eight letters, such as BCDF-GHJK.', focus: true })}
<button class="primary" type="submit">Continue</button>
</form>
<p class="small soft">Nobody else needs this code. If somebody sent it to you, close this page.</p>
</div>
</main>`,
  }
}

interface CodeConfirmation extends CodeForm {
  readonly client: Client
  readonly userCode: string
  /** Whether the sign-in was started in this browser and this network, as far as the server can see. */
  readonly isStartedHere: boolean
}

/** Asks whether the code is the one that the person's own game shows. */
export function codeConfirmationPage({ token, client, userCode, isStartedHere }: CodeConfirmation): Page {
  return {
    title: `Is this your code?`,
    ...logoOrigin(client),
    body: html`<main class="narrow">
<div class="card">
<div class="app">
${logo(client)}
<div><h1>Is this your code?</h1><p class="small soft">Sign in to ${client.name}</p></div>
</div>
<p class="code" aria-label="Code ${[...userCode].join(' ')}">${userCode}</p>
<p>Go on only if <strong>${client.name}</strong> shows this very code on a screen in front of you.</p>
${!isStartedHere && html`<p class="alarm" role="alert">This sign-in was started in another browser or on another network. If you did not start it yourself, somebody may want to play with your money: choose Cancel.</p>`}
<form class="stack" method="post" action="${DEVICE_PATH}">
<input type="hidden" name="xsrf" value="${token}">
<input type="hidden" name="user_code" value="${userCode}">
${!isStartedHere && html`<label class="check"><input type="checkbox" required> I started this, and the codes are the same.</label>`}
<div class="decide">
<button class="secondary" type="submit" name="abort" value="yes" formnovalidate>Cancel</button>
<button class="primary" type="submit" name="confirm" value="yes">Continue</button>
</div>
</form>
</div>
</main>`,
  }
}

/**
 * Tells the page that opened this window, at each of the game's origins and nowhere else, that the sign-in is decided. It
 * carries nothing else: the game gets its tokens from the token endpoint alone.
 */
const TELL_OPENER = `
(() => {
  const page = document.querySelector('main')
  if (!window.opener) return
  for (const origin of JSON.parse(page.dataset.origins)) window.opener.postMessage({ type: 'ante:device' }, origin)
  setTimeout(() => window.close(), 1000)
})()
`

/** Where a sign-in by code ends, allowed or not. */
export function codeDonePage(options: { client: Client | null; isAllowed: boolean }): Page {
  const { client, isAllowed } = options
  const game = client ? html`<strong>${client.name}</strong>` : 'your game'
  return {
    title: isAllowed ? 'Signed in' : 'Not signed in',
    script: TELL_OPENER,
    body: html`<main class="narrow" data-origins="${JSON.stringify(client?.allowedOrigins ?? [])}">
<section class="card"><h1>${isAllowed ? 'All done' : 'Not signed in'}</h1><p>${
      isAllowed
        ? html`Go back to ${game}: it goes on by itself. You can close this page.`
        : html`Nothing was allowed. Go back to ${game}, or close this page.`
    }</p></section>
</main>`,
  }
}
