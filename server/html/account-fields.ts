import { type Html, html } from './html.ts'
import { field } from './parts.ts'

interface NewAccount {
  /** As it was typed before; kept after an error. */
  readonly username: string
  readonly nickname: string
  /** What is wrong, by field. */
  readonly fieldErrors: Readonly<Record<string, string>>
  /** Whether the display name can be left empty. */
  readonly nicknameOptional: boolean
}

/** What somebody chooses who gets a username and a password. */
export function newAccountFields({ username, nickname, fieldErrors, nicknameOptional }: NewAccount): Html {
  return html`${field({
    name: 'username',
    label: 'Username',
    type: 'text',
    autocomplete: 'username',
    value: username,
    hint: '2 to 32 letters, digits, “_”, “.” or “-”.',
    wrong: fieldErrors.username,
    focus: username === '' || fieldErrors.username !== undefined,
  })}
${field({
  name: 'password',
  label: 'Password',
  type: 'password',
  autocomplete: 'new-password',
  hint: 'At least 8 characters; a few unrelated words do well.',
  wrong: fieldErrors.password,
  focus: username !== '' && fieldErrors.username === undefined,
})}
${field({
  name: 'nickname',
  label: nicknameOptional ? 'Display name (optional)' : 'Display name',
  type: 'text',
  autocomplete: 'nickname',
  value: nickname,
  hint: 'What other players see.',
  wrong: fieldErrors.nickname,
  optional: nicknameOptional,
})}`
}
