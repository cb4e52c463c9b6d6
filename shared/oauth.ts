import * as z from 'zod/mini'
import { POPUP_MESSAGE } from './oauth-paths.ts'

/** The answer of the token endpoint (RFC 6749, section 5.1). */
export const TokenAnswer = z.object({
  access_token: z.string(),
  token_type: z.string(),
  /** Lifetime of the access token in seconds. */
  expires_in: z.int(),
  refresh_token: z.optional(z.string()),
  scope: z.optional(z.string()),
})
export type TokenAnswer = z.infer<typeof TokenAnswer>

/** The answer that starts a sign-in by code (RFC 8628, section 3.2). */
export const DeviceAuthorization = z.object({
  /** A secret, for the token endpoint alone. */
  device_code: z.string(),
  /** The code that the player confirms, such as `BCDF-GHJK`. */
  user_code: z.string(),
  /** The page on which the player types the code. */
  verification_uri: z.string(),
  /** The same page with the code filled in. */
  verification_uri_complete: z.string(),
  /** Lifetime of both codes in seconds. */
  expires_in: z.int(),
  /** Seconds between two questions to the token endpoint; 5 where it is missing. */
  interval: z.optional(z.int()),
})
export type DeviceAuthorization = z.infer<typeof DeviceAuthorization>

/** The error answer of an OAuth call (RFC 6749, section 5.2). */
export const OAuthErrorBody = z.object({ error: z.string(), error_description: z.optional(z.string()) })
export type OAuthErrorBody = z.infer<typeof OAuthErrorBody>

/** The message that the popup's callback page posts to the game that opened it: the parameters of the redirect. */
export const PopupMessage = z.object({
  type: z.literal(POPUP_MESSAGE),
  state: z.string(),
  code: z.optional(z.string()),
  error: z.optional(z.string()),
  error_description: z.optional(z.string()),
  iss: z.optional(z.string()),
  /** The fragment's wallet assertion, when `wallet` was asked for and granted. */
  wallet_jwt: z.optional(z.string()),
})
export type PopupMessage = z.infer<typeof PopupMessage>
