import {
  type ClientToServer,
  HandshakeAuth,
  Problem,
  type ProblemCode,
  presentProblem,
  RenewAuth,
  type ServerToClient,
} from '@ante/shared'
import type { DefaultEventsMap, Socket } from 'socket.io'
import * as z from 'zod/mini'
import type { Caller } from '../oauth/tokens/caller.ts'
import type { FindCaller } from '../oauth/tokens/find-caller.ts'

/** The player, token and first event of a socket. */
export interface SocketData {
  caller: Caller
  token: string
  /** Replays the events after this number; null: new events only. */
  after: number | null
}
export type PlayerSocket = Socket<ClientToServer, ServerToClient, DefaultEventsMap, SocketData>

interface Admission {
  readonly findCaller: FindCaller
  readonly originRegistered: (origin: string) => Promise<boolean>
  /** The runtime's own origin, whose pages count as native clients. */
  readonly publicUrl: string
}

/**
 * Reads a socket's handshake, or throws the problem that refuses it: `origin_not_allowed`, then `unauthorized` for the
 * token alone, then `insufficient_scope`, then `invalid_request` for the rest.
 */
export async function admit(socket: PlayerSocket, admission: Admission): Promise<SocketData> {
  const { findCaller, originRegistered } = admission
  const origin = foreignOrigin(socket.handshake.headers.origin, admission.publicUrl)
  if (origin !== null && !(await originRegistered(origin))) throw originNotAllowed()
  const token = z.safeParse(z.object({ token: z.string() }), socket.handshake.auth)
  const caller = token.success ? await findCaller(token.data.token) : null
  if (!caller) throw new Problem('unauthorized', 'Connect with auth: { token, after? } and a valid access token.')
  if (!caller.scopes.has('public')) throw new Problem('insufficient_scope', 'This needs the scope "public".')
  if (origin !== null && !caller.client.allowedOrigins.includes(origin)) throw originNotAllowed()
  const auth = z.safeParse(HandshakeAuth, socket.handshake.auth)
  if (!auth.success) {
    const errors = auth.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
    throw new Problem('invalid_request', 'The handshake is not valid.', errors)
  }
  return { caller, token: auth.data.token, after: auth.data.after ?? null }
}

/** The origin of a game's page; null for native clients, which send none, and for pages of the runtime. */
function foreignOrigin(origin: string | undefined, publicUrl: string): string | null {
  return origin === undefined || origin === new URL(publicUrl).origin ? null : origin
}

const originNotAllowed = () => new Problem('origin_not_allowed', "This origin is not one of the application's.")

/** Takes a fresh token of the same player and application, or says why not. */
export async function renew(
  socket: PlayerSocket,
  message: unknown,
  findCaller: FindCaller,
): Promise<ProblemCode | null> {
  const parsed = z.safeParse(RenewAuth, message)
  const caller = parsed.success ? await findCaller(parsed.data.token) : null
  const { data } = socket
  if (!parsed.success || !caller || caller.playerId !== data.caller.playerId) return 'unauthorized'
  if (caller.clientId !== data.caller.clientId) return 'client_not_allowed'
  socket.data.caller = caller
  socket.data.token = parsed.data.token
  return null
}

/** A refusal as `connect_error` carries it: the problem's body in `data`. */
export function refusalOf(error: unknown): Error {
  const problem = error instanceof Problem ? error : new Problem('internal_error', 'Something went wrong here.')
  return Object.assign(new Error(problem.message), { data: presentProblem(problem) })
}
