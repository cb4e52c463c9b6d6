import { newAccountFields } from '../../html/account-fields.ts'
import { html } from '../../html/html.ts'
import type { Page } from '../../html/page.ts'
import { alarm, csrfField } from '../../html/parts.ts'
import { ACCOUNT_PATHS } from './account-paths.ts'
import { singlePurposePage } from './frame.ts'

export interface UpgradeGuestView {
  readonly csrfToken: string
  readonly username: string
  readonly nickname: string
  readonly message?: string
  readonly fieldErrors?: Readonly<Record<string, string>>
}

/** Asks a guest for a username and a password. */
export function upgradeGuestPage(view: UpgradeGuestView): Page {
  const { csrfToken, username, nickname, message, fieldErrors = {} } = view
  const title = 'Keep your account'
  const form = html`<form class="stack" method="post" action="${ACCOUNT_PATHS.upgradeGuest}">
${csrfField(csrfToken)}
${newAccountFields({ username, nickname, fieldErrors, nicknameOptional: false })}
<p class="small soft">Your matches and your money stay yours. Games ask you to sign in once more.</p>
<button class="primary" type="submit">Keep your account</button>
</form>`
  return { title, body: singlePurposePage(title, html`${alarm(message)}${form}`) }
}
