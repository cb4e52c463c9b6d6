import type { AmountsByCurrency, Scope } from '@ante/shared'
import type { Client } from '../../../domain/client.ts'
import type { Player } from '../../../domain/player.ts'
import { html } from '../../../html/html.ts'
import type { Page } from '../../../html/page.ts'
import { alarm, csrfField, logo, logoOrigin, playMoneyNote } from '../../../html/parts.ts'
import { limitsInWords, stakeLimitFields } from '../../../html/stake-limit-fields.ts'
import { interactionPath } from '../../provider/oauth-paths.ts'
import { SCOPE_WORDS } from '../../provider/scopes.ts'

export interface ConsentView {
  readonly uid: string
  readonly client: Client
  readonly player: Player
  /** What the application asks for. */
  readonly scopes: readonly Scope[]
  readonly csrfToken: string
  readonly demo: boolean
  /** The code that the game shows, where the sign-in was started there; null: it began in this browser. */
  readonly userCode: string | null
  /** What the application may lose in 24 hours, by currency; empty: no limit. */
  readonly limits: AmountsByCurrency
  /** What is wrong with the limits that were typed. */
  readonly wrong?: string | undefined
  readonly formTargets: readonly string[]
}

const TICK = html`<svg viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="2.25" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="m4.5 10.5 3.5 3.5 7.5-8"/></svg>`

export function consentPage(view: ConsentView): Page {
  const { uid, client, player, scopes, csrfToken } = view
  const path = interactionPath(uid)
  return {
    title: `Allow ${client.name}?`,
    formTargets: view.formTargets,
    ...logoOrigin(client),
    body: html`<main class="narrow">
<div class="card">
<div class="app">
${logo(client)}
<div><h1>Allow ${client.name}?</h1>${website(client)}</div>
</div>
${client.description !== '' && html`<p class="soft">${client.description}</p>`}
${
  view.userCode !== null &&
  html`<p class="code" aria-label="Code ${[...view.userCode].join(' ')}">${view.userCode}</p>
<p>Allow it only if <strong>${client.name}</strong> shows this very code on a screen in front of you.</p>`
}
<form class="who small" method="post" action="${path}/switch">
${csrfField(csrfToken)}
<p>Signed in as <strong>${player.nickname}</strong>. Not you? <button class="link" type="submit">Use another account</button></p>
</form>
<form class="stack" method="post" action="${path}/consent">
${csrfField(csrfToken)}
<ul class="grants" aria-label="What it asks for">
${scopes.map((scope) => html`<li>${scope === 'public' ? given(scope) : choice(scope)}</li>`)}
</ul>
${limitChoice(view)}
<div class="decide">
<button class="secondary" type="submit" name="decision" value="deny">Deny</button>
<button class="primary" type="submit" name="decision" value="allow">Allow</button>
</div>
</form>
</div>
</main>
<footer class="narrow foot small">${playMoneyNote(view.demo)}<p>You can end this at any time in <a href="${'/account'}" target="_blank" rel="noopener">your account</a>.</p></footer>`,
  }
}

function limitChoice({ limits, wrong }: ConsentView) {
  if (Object.keys(limits).length === 0) {
    return html`<p class="small">There is no stake limit: this application can stake <strong>your whole balance</strong>, and lose it.</p>`
  }
  return html`${alarm(wrong)}
<p class="small">It can lose at most <strong>${limitsInWords(limits)}</strong> of your money in any 24 hours. You can set a lower limit. In a currency without a limit it can lose your whole balance.</p>
${stakeLimitFields(limits, 'consent')}`
}

function website({ clientUri }: Client) {
  return (
    clientUri !== null &&
    html`<p class="small"><a href="${clientUri}" target="_blank" rel="noopener noreferrer">${new URL(clientUri).host}</a></p>`
  )
}

function given(scope: Scope) {
  return html`<div class="given">${TICK}${words(scope)}</div>`
}

function choice(scope: Scope) {
  return html`<label><input type="checkbox" name="scope" value="${scope}" checked>${words(scope)}</label>`
}

function words(scope: Scope) {
  const { title, detail } = SCOPE_WORDS[scope]
  return html`<span><strong>${title}</strong> <span class="small soft">${detail}</span></span>`
}
