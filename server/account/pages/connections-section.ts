import { type Html, html } from '../../html/html.ts'
import { csrfField, logo } from '../../html/parts.ts'
import { SCOPE_WORDS } from '../../oauth/provider/scopes.ts'
import type { Connection } from '../../oauth/tokens/connected-applications.ts'
import { ACCOUNT_PATHS } from './account-paths.ts'

const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' })

/** Each application that was let in: what it may do, since when, and a button that ends that. */
export function connectionRows(connections: readonly Connection[], csrfToken: string): Html {
  if (connections.length === 0) {
    return html`<p class="soft">None. A game is listed here once you have allowed it to play for you.</p>`
  }
  return html`<ul class="rows">${connections.map((connection) => row(connection, csrfToken))}</ul>`
}

function row({ client, scopes, since }: Connection, csrfToken: string): Html {
  const nameId = `game-${client.id}`
  return html`<li class="connected">
${logo(client)}
<div class="what">
<strong id="${nameId}">${client.name}</strong>
<ul class="small soft">${scopes.map((scope) => html`<li>${SCOPE_WORDS[scope].title}</li>`)}</ul>
<p class="small soft">Since <time datetime="${new Date(since).toISOString()}">${DAY.format(since)}</time></p>
</div>
<form method="post" action="${ACCOUNT_PATHS.disconnect}">
${csrfField(csrfToken)}
<input type="hidden" name="client" value="${client.id}">
<button class="secondary compact" type="submit" aria-describedby="${nameId}">Disconnect</button>
</form>
</li>`
}
