import { type Html, html } from '../../html/html.ts'
import { playMoneyNote } from '../../html/parts.ts'
import { TO_ACCOUNT } from './account-paths.ts'

/** A page with one purpose, and a link back to the account. */
export function singlePurposePage(title: string, content: Html): Html {
  return html`<main class="narrow">
<div class="card">
<h1>${title}</h1>
${content}
<p class="small"><a href="${TO_ACCOUNT.href}">${TO_ACCOUNT.label}</a></p>
</div>
</main>`
}

export function accountFooter(demo: boolean): Html {
  return html`<footer class="narrow foot small">${playMoneyNote(demo) || 'Ante keeps the stakes and pays the winner.'}</footer>`
}

/** What was just done; screen readers announce it. */
export function noticeBox(text: string | undefined): Html | false {
  return text !== undefined && html`<p class="done" role="status">${text}</p>`
}
