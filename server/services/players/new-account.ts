import { type FieldError, Nickname, Password, Problem, Username } from '@ante/shared'
import * as z from 'zod/mini'
import { validatePassword } from './password-rules.ts'

/** What somebody who wants an account says. */
export interface NewAccount {
  readonly username: string
  readonly password: string
  /** What others see; the username where it is left out. */
  readonly nickname?: string | undefined
}

const Fields = z.object({ username: Username, password: Password, nickname: z.optional(Nickname) })

/** A new account's fields as they are kept. Throws `invalid_request` with every wrong one. */
export function checkedAccount(account: NewAccount): z.infer<typeof Fields> {
  const parsed = z.safeParse(Fields, account)
  const errors = parsed.success ? [] : errorsOf(parsed.error)
  const hasOther = errors.some(({ path }) => path === 'password')
  const weak = hasOther ? null : validatePassword(account.password, account.username)
  if (weak !== null) errors.push({ path: 'password', message: weak })
  if (!parsed.success || errors.length > 0) {
    throw new Problem('invalid_request', 'This account cannot be created as it is.', errors)
  }
  return parsed.data
}

/** A new password for a player of this name. Throws `invalid_request`. */
export function checkedPassword(password: string, username: string): string {
  const parsed = z.safeParse(Password, password)
  const wrong = parsed.success ? validatePassword(password, username) : (parsed.error.issues[0]?.message ?? 'is wrong')
  if (wrong === null) return password
  throw new Problem('invalid_request', 'This password cannot be taken.', [{ path: 'password', message: wrong }])
}

function errorsOf(error: z.core.$ZodError): FieldError[] {
  return error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
}
