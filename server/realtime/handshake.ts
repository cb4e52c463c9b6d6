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

/** The player, the token and the replay position of a socket. */
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
  /** The runtime's own address. Its pages need no registered origin. */
  readonly publicUrl: string
}

/**
 * Reads a socket's handshake. Throws the problem that refuses it, checked in this order: `origin_not_allowed`,
 * `unauthorized` (only for the token), `insufficient_scope`, `invalid_request` (everything else).
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

/** The origin of a game's page; null for native clients, which send no origin, and for the runtime's own pages. */
function foreignOrigin(origin: string | undefined, publicUrl: string): string | null {
  return origin === undefined || origin === new URL(publicUrl).origin ? null : origin
}

const originNotAllowed = () => new Problem('origin_not_allowed', "This origin is not one of the application's.")

/** Replaces a socket's token by a newer one of the same player and application, or returns why not. */
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

/** A refusal as Socket.IO's `connect_error` carries it: the problem's body is in `data`. */
export function refusalOf(error: unknown): Error {
  const problem = error instanceof Problem ? error : new Problem('internal_error', 'Something went wrong here.')
  return Object.assign(new Error(problem.message), { data: presentProblem(problem) })
}
