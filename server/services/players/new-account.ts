import { type FieldError, Nickname, Password, Problem, Username } from '@ante/shared'
import * as z from 'zod/mini'
import { validatePassword } from './password-rules.ts'

/** The fields of an account to be created. */
export interface NewAccount {
  readonly username: string
  readonly password: string
  /** The name that others see; the username when left out. */
  readonly nickname?: string | undefined
}

const Fields = z.object({ username: Username, password: Password, nickname: z.optional(Nickname) })

/** The fields of a new account as they are stored. Throws `invalid_request` with every wrong field. */
export function parseNewAccount(account: NewAccount): z.infer<typeof Fields> {
  const parsed = z.safeParse(Fields, account)
  const errors = parsed.success ? [] : errorsOf(parsed.error)
  const isRefused = errors.some(({ path }) => path === 'password')
  const weak = isRefused ? null : validatePassword(account.password, account.username)
  if (weak !== null) errors.push({ path: 'password', message: weak })
  if (!parsed.success || errors.length > 0) {
    throw new Problem('invalid_request', 'This account cannot be created as it is.', errors)
  }
  return parsed.data
}

/** A new password for a player of this name. Throws `invalid_request`. */
export function parseNewPassword(password: string, username: string): string {
  const parsed = z.safeParse(Password, password)
  const wrong = parsed.success ? validatePassword(password, username) : (parsed.error.issues[0]?.message ?? 'is wrong')
  if (wrong === null) return password
  throw new Problem('invalid_request', 'This password is not allowed.', [{ path: 'password', message: wrong }])
}

function errorsOf(error: z.core.$ZodError): FieldError[] {
  return error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
}
