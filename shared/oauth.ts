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
