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

/** Whom a socket speaks for, by which token, and from where it wants its events. */
export interface SocketData {
  caller: Caller
  token: string
  /** Replay from after this number; null: only what comes. */
  after: number | null
}
export type PlayerSocket = Socket<ClientToServer, ServerToClient, DefaultEventsMap, SocketData>

export type FindCaller = (token: string) => Promise<Caller | null>

/** Reads a socket's handshake, or throws the problem that refuses it. */
export async function admit(socket: PlayerSocket, findCaller: FindCaller): Promise<SocketData> {
  const auth = z.safeParse(HandshakeAuth, socket.handshake.auth)
  const caller = auth.success ? await findCaller(auth.data.token) : null
  if (!auth.success || !caller) {
    throw new Problem('unauthorized', 'Connect with auth: { token, after? } and a valid access token.')
  }
  if (!caller.scopes.has('public')) throw new Problem('insufficient_scope', 'This needs the scope "public".')
  const { origin } = socket.handshake.headers
  if (origin !== undefined && !caller.client.allowedOrigins.includes(origin)) {
    throw new Problem('client_not_allowed', "This origin is not one of the application's.")
  }
  return { caller, token: auth.data.token, after: auth.data.after ?? null }
}

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
