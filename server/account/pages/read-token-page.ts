import { html } from '../../html/html.ts'
import type { Page } from '../../html/page.ts'
import { csrfField } from '../../html/parts.ts'
import { ACCOUNT_PATHS } from './account-paths.ts'

/** A fragment never reaches a server: the page reads it, removes it from the address, and posts it. */
const READ_FRAGMENT = `
(() => {
  const token = new URLSearchParams(location.hash.slice(1)).get('subject_token') ?? ''
  history.replaceState(null, '', location.pathname)
  if (token === '' || token.length > 8192) return
  const form = document.querySelector('form')
  form.elements.subject_token.value = token
  form.submit()
})()
`

/** The page that a game opens, with its player's token in the fragment. */
export function readTokenPage(csrfToken: string): Page {
  return {
    title: 'Add an account',
    script: READ_FRAGMENT,
    body: html`<main class="narrow">
<div class="card">
<h1>Add an account</h1>
<p>This page is opened by a game where you are signed in already. If it does not go on by itself, go back to that game and try again.</p>
<form method="post" action="${ACCOUNT_PATHS.receiveToken}">
${csrfField(csrfToken)}
<input type="hidden" name="subject_token" value="">
</form>
</div>
</main>`,
  }
}
