import type { Request, Response } from 'express'
import { type FormError, textField } from '../../html/forms.ts'
import { tooManyRequests } from '../../html/too-many-requests.ts'
import { isMacOf, macOf } from '../../keys/hmac.ts'
import type { SignInThrottle } from '../../limits/sign-in-throttle.ts'
import type { Clock } from '../../services/core/clock.ts'
import type { Players } from '../../services/players/players.ts'
import type { AccountSession } from '../sign-in/account-session.ts'

/**
 * Keeps somebody who finds an open browser from taking the account over: whoever changes a sign-in method proves once more
 * who they are. A player with a password types it into the same form. A player without one signs in at a provider again;
 * the form then carries a proof of that, which is valid for ten minutes. A guest has nothing but the session.
 */
export interface ReAuthentication {
  /** Null: the form proves it. Otherwise what is wrong with the form. */
  check(req: Request, res: Response, session: AccountSession): Promise<FormError | null>
  /** The proof for a form, once a provider has confirmed who the player is. */
  proofFor(session: AccountSession): string
}

interface ReAuthenticationDependencies {
  readonly players: Players
  readonly throttle: SignInThrottle
  readonly clock: Clock
  readonly secrets: readonly [string, ...string[]]
}

const PROOF_LIFETIME = 10 * 60_000
const PURPOSE = 'account-confirmed'

export function createReAuthentication(dependencies: ReAuthenticationDependencies): ReAuthentication {
  const { players, throttle, clock, secrets } = dependencies
  const signedText = ({ sessionUid }: AccountSession, until: string) => `${sessionUid} ${until}`

  function isValidProof(proof: string, session: AccountSession): boolean {
    const [until = '', mac = ''] = proof.split('.')
    return Number(until) > clock.now() && isMacOf(mac, secrets, PURPOSE, signedText(session, until))
  }

  async function checkPassword(req: Request, res: Response, { player }: AccountSession): Promise<FormError | null> {
    const wait = await throttle.begin(req, player.username)
    if (wait !== null) return tooManyRequests(res, wait, 'Too many wrong passwords.')
    const confirm = () => players.confirms(player, textField(req, 'current_password'))
    if (!(await throttle.check(req, player.username, confirm))) {
      return { status: 422, fieldErrors: { current_password: 'That is not your current password.' } }
    }
    await throttle.succeeded(req, res, player.username)
    return null
  }

  return {
    async check(req, res, session) {
      if (session.player.guest) return null
      if (session.player.passwordHash !== null) return checkPassword(req, res, session)
      return isValidProof(textField(req, 'confirmed'), session) ? null : { status: 422, message: PROOF_EXPIRED }
    },
    proofFor(session) {
      const until = String(clock.now() + PROOF_LIFETIME)
      return `${until}.${macOf(secrets[0], PURPOSE, signedText(session, until))}`
    },
  }
}

const PROOF_EXPIRED = 'Please confirm once more who you are: that was too long ago.'
