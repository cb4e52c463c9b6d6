import type { Request, Response } from 'express'
import { textOf } from '../html/send-page.ts'
import { waitingTime } from '../html/waiting-time.ts'
import { isMacOf, macOf } from '../keys/hmac.ts'
import type { SignInThrottle } from '../limits/sign-in-throttle.ts'
import type { Clock } from '../services/core/clock.ts'
import type { Players } from '../services/players/players.ts'
import type { AccountSession } from './account-session.ts'

/**
 * What keeps somebody who finds an open browser from taking the account over: who changes a way in shows once more that
 * they know one. With a password it is asked for in the same form; without one, a provider has to say it again, which a
 * note in the form then proves for a few minutes. A guest has nothing to show but the session.
 */
export interface ReAuthentication {
  /** Null: confirmed. Otherwise what to say, and with which status. */
  refusal(req: Request, res: Response, session: AccountSession): Promise<Refusal | null>
  /** The note for a form, once a provider has said who is there. */
  prove(session: AccountSession): string
}

export interface Refusal {
  readonly status: number
  readonly message: string
}

interface ReAuthenticationDependencies {
  readonly players: Players
  readonly throttle: SignInThrottle
  readonly clock: Clock
  readonly secrets: readonly [string, ...string[]]
}

const LIFETIME = 10 * 60_000

export function createReAuthentication(dependencies: ReAuthenticationDependencies): ReAuthentication {
  const { players, throttle, clock, secrets } = dependencies
  const purpose = 'account-confirmed'
  const textFor = ({ sessionUid }: AccountSession, until: string) => `${sessionUid} ${until}`

  function isProven(note: string, session: AccountSession): boolean {
    const [until = '', mac = ''] = note.split('.')
    return Number(until) > clock.now() && isMacOf(mac, secrets, purpose, textFor(session, until))
  }

  async function refusalOfPassword(req: Request, res: Response, { player }: AccountSession): Promise<Refusal | null> {
    const wait = throttle.begin(req, player.username)
    if (wait !== null) {
      res.set('Retry-After', String(wait))
      return { status: 429, message: `Too many wrong passwords. Try again in ${waitingTime(wait)}.` }
    }
    if (!(await players.confirms(player, textOf(req, 'current_password')))) {
      return { status: 422, message: 'That is not your current password.' }
    }
    throttle.succeeded(req, res, player.username)
    return null
  }

  return {
    async refusal(req, res, session) {
      if (session.player.guest) return null
      if (session.player.passwordHash !== null) return refusalOfPassword(req, res, session)
      return isProven(textOf(req, 'confirmed'), session) ? null : { status: 422, message: CONFIRM_AGAIN }
    },
    prove(session) {
      const until = String(clock.now() + LIFETIME)
      return `${until}.${macOf(secrets[0], purpose, textFor(session, until))}`
    },
  }
}

const CONFIRM_AGAIN = 'Show once more that it is you: that was too long ago.'
