import type { Request, Response } from 'express'
import { textOf } from '../html/send-page.ts'
import { waitingTime } from '../html/waiting-time.ts'
import { isMacOf, macOf } from '../keys/hmac.ts'
import type { Attempts } from '../limits/sign-in-throttle.ts'
import type { Clock } from '../services/core/clock.ts'
import type { Players } from '../services/players/players.ts'
import type { AccountVisit } from './account-session.ts'

/**
 * What keeps somebody who finds an open browser from taking the account over: who changes a way in shows once more that
 * they know one. With a password it is asked for in the same form; without one, a provider has to say it again, which a
 * note in the form then proves for a few minutes. A guest has nothing to show but the session.
 */
export interface Confirmation {
  /** Null: confirmed. Otherwise what to say, and with which status. */
  refusal(req: Request, res: Response, visit: AccountVisit): Promise<Refusal | null>
  /** The note for a form, once a provider has said who is there. */
  prove(visit: AccountVisit): string
}

export interface Refusal {
  readonly status: number
  readonly message: string
}

interface ConfirmationDependencies {
  readonly players: Players
  readonly attempts: Attempts
  readonly clock: Clock
  readonly secrets: readonly [string, ...string[]]
}

const LIFETIME = 10 * 60_000

export function createConfirmation(dependencies: ConfirmationDependencies): Confirmation {
  const { players, attempts, clock, secrets } = dependencies
  const purpose = 'account-confirmed'
  const textFor = ({ sessionUid }: AccountVisit, until: string) => `${sessionUid} ${until}`

  function isProven(note: string, visit: AccountVisit): boolean {
    const [until = '', mac = ''] = note.split('.')
    return Number(until) > clock.now() && isMacOf(mac, secrets, purpose, textFor(visit, until))
  }

  async function refusalOfPassword(req: Request, res: Response, { player }: AccountVisit): Promise<Refusal | null> {
    const wait = attempts.begin(req, player.username)
    if (wait !== null) {
      res.set('Retry-After', String(wait))
      return { status: 429, message: `Too many wrong passwords. Try again in ${waitingTime(wait)}.` }
    }
    if (!(await players.confirms(player, textOf(req, 'current_password')))) {
      return { status: 422, message: 'That is not your current password.' }
    }
    attempts.succeeded(req, res, player.username)
    return null
  }

  return {
    async refusal(req, res, visit) {
      if (visit.player.guest) return null
      if (visit.player.passwordHash !== null) return refusalOfPassword(req, res, visit)
      return isProven(textOf(req, 'confirmed'), visit) ? null : { status: 422, message: CONFIRM_AGAIN }
    },
    prove(visit) {
      const until = String(clock.now() + LIFETIME)
      return `${until}.${macOf(secrets[0], purpose, textFor(visit, until))}`
    },
  }
}

const CONFIRM_AGAIN = 'Show once more that it is you: that was too long ago.'
