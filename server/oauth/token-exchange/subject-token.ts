import { decodeJwt, errors, type JWTPayload, jwtVerify } from 'jose'
import type { TokenIssuer } from '../../config/issuers.ts'
import { SIZE_LIMITS } from '../../domain/limits.ts'
import type { Clock } from '../../services/core/clock.ts'
import { UpstreamFailure } from '../upstream/failures.ts'
import { createIssuerKeys } from './issuer-keys.ts'
import type { UseOnce } from './use-once.ts'

/** What a verified subject token says. */
export interface VerifiedSubject {
  readonly issuer: TokenIssuer
  readonly subject: string
  /** What the issuer calls the player; null: nothing. */
  readonly name: string | null
  /** Names the token where it may be used once; null where it may be used again. */
  readonly singleUseId: string | null
  /** Milliseconds since 1970. */
  readonly expiresAt: number
}

/** Why a subject token is not taken, in words for the game's developer. Never contains the token. */
export class SubjectTokenRefused extends Error {
  override readonly name = 'SubjectTokenRefused'
  /** `request`: it is no such token at all; `grant`: it does not hold; `unavailable`: the issuer's keys cannot be had. */
  readonly reason: 'request' | 'grant' | 'unavailable'

  constructor(reason: SubjectTokenRefused['reason'], message: string) {
    super(message)
    this.reason = reason
  }
}

/** Verifies a JWT of one of the configured issuers. Throws `SubjectTokenRefused`. */
export type VerifySubjectToken = (token: string) => Promise<VerifiedSubject>

const MAX_CHARACTERS = SIZE_LIMITS.subjectToken.size
const MAX_SUBJECT = 255
/** Seconds by which the issuer's clock may differ. */
const CLOCK_TOLERANCE = 10

/** What is done with the subject tokens of the configured issuers. */
export interface SubjectTokens {
  readonly verify: VerifySubjectToken
  readonly useOnce: UseOnce
}

export function createVerifySubjectToken(issuers: readonly TokenIssuer[], clock: Clock): VerifySubjectToken {
  const keys = new Map(issuers.map((issuer) => [issuer.id, createIssuerKeys(issuer, clock)]))

  async function verifyFor(issuer: TokenIssuer, token: string): Promise<VerifiedSubject> {
    const getKey = keys.get(issuer.id)
    if (!getKey) throw new Error(`no keys for issuer ${issuer.id}`)
    const { payload } = await jwtVerify(token, getKey, {
      algorithms: [...issuer.algorithms],
      ...(issuer.issuer !== null && { issuer: issuer.issuer }),
      ...(issuer.audienceClaim === 'aud' && { audience: issuer.audience }),
      requiredClaims: ['exp', 'iat'],
      clockTolerance: CLOCK_TOLERANCE,
      currentDate: new Date(clock.now()),
    })
    return checkedSubject(issuer, payload, clock.now() / 1000)
  }

  return async (token) => {
    if (token.length > MAX_CHARACTERS) {
      throw new SubjectTokenRefused('request', `subject_token is longer than ${MAX_CHARACTERS} characters`)
    }
    const candidates = issuersOf(token, issuers)
    const failures: SubjectTokenRefused[] = []
    for (const issuer of candidates) {
      try {
        return await verifyFor(issuer, token)
      } catch (error) {
        failures.push(refusalOf(error))
      }
    }
    throw failures.find(({ reason }) => reason === 'unavailable') ?? failures[0] ?? UNKNOWN_ISSUER
  }
}

const UNKNOWN_ISSUER = new SubjectTokenRefused('grant', 'subject_token is of no issuer that is configured here')

/** The issuers that a token can be of, by what it says before anything is verified. */
function issuersOf(token: string, issuers: readonly TokenIssuer[]): readonly TokenIssuer[] {
  const payload = payloadOf(token)
  return issuers.filter(({ issuer, audience, audienceClaim }) =>
    issuer === null ? hasAudience(payload, audienceClaim, audience) : payload.iss === issuer,
  )
}

function payloadOf(token: string): JWTPayload {
  try {
    return decodeJwt(token)
  } catch {
    throw new SubjectTokenRefused('request', 'subject_token is not a signed JWT')
  }
}

function hasAudience(payload: JWTPayload, claim: string, audience: string): boolean {
  return [payload[claim]].flat().some((value) => typeof value !== 'object' && String(value) === audience)
}

function checkedSubject(issuer: TokenIssuer, payload: JWTPayload, now: number): VerifiedSubject {
  const { iat = 0, exp = 0, jti } = payload
  const { audienceClaim, audience, subjectClaim, nameClaim, maxAgeSeconds, singleUse } = issuer
  const refuse = (message: string) => {
    throw new SubjectTokenRefused('grant', message)
  }
  if (!hasAudience(payload, audienceClaim, audience)) refuse(`subject_token has the wrong audience (${audienceClaim})`)
  if (iat > now + CLOCK_TOLERANCE) refuse('subject_token was issued in the future (iat)')
  if (maxAgeSeconds !== null && now - iat > maxAgeSeconds + CLOCK_TOLERANCE) {
    refuse(`subject_token is older than ${maxAgeSeconds} s (iat): ask the issuer for a fresh one`)
  }
  const subject = payload[subjectClaim]
  const text = typeof subject === 'number' && Number.isSafeInteger(subject) ? String(subject) : subject
  if (typeof text !== 'string' || text === '' || text.length > MAX_SUBJECT) {
    return refuse(`subject_token names no player (${subjectClaim})`)
  }
  if (singleUse && (typeof jti !== 'string' || jti === '' || jti.length > MAX_SUBJECT)) {
    refuse('subject_token has no jti, which this issuer has to send')
  }
  const name = nameClaim === null ? undefined : payload[nameClaim]
  return {
    issuer,
    subject: text,
    name: typeof name === 'string' ? name : null,
    singleUseId: singleUse && jti !== undefined ? jti : null,
    expiresAt: (exp + CLOCK_TOLERANCE) * 1000,
  }
}

/** What jose found, in words that say what would be right. */
function refusalOf(error: unknown): SubjectTokenRefused {
  if (error instanceof SubjectTokenRefused) return error
  if (error instanceof errors.JWTExpired) return new SubjectTokenRefused('grant', 'subject_token has expired (exp)')
  if (error instanceof errors.JWTClaimValidationFailed) {
    return new SubjectTokenRefused('grant', `subject_token has a wrong or missing claim (${error.claim})`)
  }
  if (error instanceof errors.JOSEAlgNotAllowed) {
    return new SubjectTokenRefused('grant', 'subject_token is signed with an algorithm that is not allowed (alg)')
  }
  if (error instanceof errors.JWKSTimeout || error instanceof UpstreamFailure) return UNREACHABLE
  if (error instanceof errors.JWKSNoMatchingKey) {
    return new SubjectTokenRefused('grant', 'subject_token is signed with a key that the issuer does not publish (kid)')
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return new SubjectTokenRefused('grant', 'subject_token has a signature that does not verify')
  }
  if (error instanceof errors.JWSInvalid || error instanceof errors.JWTInvalid) {
    return new SubjectTokenRefused('request', 'subject_token is not a signed JWT')
  }
  return UNREACHABLE
}

const UNREACHABLE = new SubjectTokenRefused('unavailable', "the issuer's keys cannot be read at the moment: try again")
