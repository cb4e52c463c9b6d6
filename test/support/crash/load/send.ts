import { MATCHES } from '../../ante.ts'

/** A call, as it can be sent again. */
export interface Sent {
  readonly does: 'create' | 'join' | 'accept' | 'score' | 'prolong' | 'payment' | 'read' | 'operate'
  /** The player who calls, by id. */
  readonly by: number | 'operator'
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH'
  readonly path: string
  readonly body?: unknown
  /** Its `Idempotency-Key`. */
  readonly key?: string
}

export interface Reply {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests read what the contract says is there
  readonly body: any
}

/**
 * The answer. Null when there was none, or when it only said that nothing can be saved; then the outcome is unknown.
 */
export type Send = (sent: Sent) => Promise<Reply | null>

/** Longer than any answer takes, so that a hanging server is found. */
const PATIENCE = 30_000

export function createSend(url: string, tokenOf: (by: Sent['by']) => string): Send {
  return async ({ by, method, path, body, key }) => {
    try {
      const response = await fetch(`${url}${path}`, {
        method,
        signal: AbortSignal.timeout(PATIENCE),
        headers: {
          authorization: `Bearer ${tokenOf(by)}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(key !== undefined && { 'idempotency-key': key }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      const text = await response.text()
      if (response.status === 503) return null
      return { status: response.status, body: JSON.parse(text) }
    } catch {
      return null
    }
  }
}

/** Repeats a call until there is an answer, since a connection of the killed server may break first. */
export async function sureReply(send: Send, sent: Sent): Promise<Reply> {
  for (let tries = 0; tries < 3; tries++) {
    const reply = await send(sent)
    if (reply) return reply
  }
  throw new Error(`no answer to ${sent.method} ${sent.path}`)
}

export const calls = {
  create: (by: number, terms: object): Sent => ({
    does: 'create',
    by,
    method: 'POST',
    path: `${MATCHES}/matches.json`,
    body: { match: terms },
  }),
  join: (by: number, terms: object): Sent => ({
    does: 'join',
    by,
    method: 'POST',
    path: `${MATCHES}/matches/join.json`,
    body: { match: terms },
  }),
  accept: (by: number, id: string): Sent => ({
    does: 'accept',
    by,
    method: 'PUT',
    path: `${MATCHES}/matches/${id}/accept.json`,
  }),
  prolong: (by: number, id: string): Sent => ({
    does: 'prolong',
    by,
    method: 'PUT',
    path: `${MATCHES}/matches/${id}/prolong.json`,
  }),
  score: (by: number, id: string, score: number | 'forfeit', secret: string): Sent => ({
    does: 'score',
    by,
    method: 'POST',
    path: `${MATCHES}/matches/${id}/result.json`,
    body: { match_score: { score, secret } },
  }),
  payment: (kind: 'deposits' | 'withdrawals', player: number, payment: object): Sent => ({
    does: 'payment',
    by: 'operator',
    method: 'POST',
    path: `/admin/v1/players/${player}/${kind}`,
    body: payment,
  }),
  read: (by: Sent['by'], path: string): Sent => ({ does: 'read', by, method: 'GET', path }),
}
