import { type Html, html } from '../../html/html.ts'
import { playMoneyNote } from '../../html/parts.ts'
import { ACCOUNT } from './account-paths.ts'

/** A page about one thing, with a way back. */
export function onePurposePage(title: string, content: Html, back: { href: string; label: string } = TO_ACCOUNT): Html {
  return html`<main class="narrow">
<div class="card">
<h1>${title}</h1>
${content}
<p class="small"><a href="${back.href}">${back.label}</a></p>
</div>
</main>`
}

const TO_ACCOUNT = { href: ACCOUNT, label: 'Back to your account' }

export function accountFooter(demo: boolean): Html {
  return html`<footer class="narrow foot small">${playMoneyNote(demo) || 'Ante keeps the stakes and pays the winner.'}</footer>`
}

/** What was done, read aloud at once. */
export function doneNote(text: string | undefined): Html | false {
  return text !== undefined && html`<p class="done" role="status">${text}</p>`
}
