import type { ClientConfig } from 'pg'
import { parseIntoClientConfig } from 'pg-connection-string'

/** Which of several servers is meant: the one that takes writes, or any that answers first. */
type SessionAttributes = 'any' | 'read-write' | 'primary'

/** Where a database is. */
export interface DatabaseAddress {
  /** One for each host of the URL, in their order. */
  readonly servers: readonly ClientConfig[]
  readonly wanted: SessionAttributes
}

const WANTED = ['any', 'read-write', 'primary'] as const
const FORM = /^(postgres(?:ql)?:\/\/)(?:([^@/?]*)@)?([^/?]*)(.*)$/s

/**
 * Reads a connection URL as libpq does: `postgres://user:password@host:port,host2:port2/database?sslmode=verify-full`, with
 * `target_session_attrs` (`any`, `read-write` or `primary`), or `?host=/folder/of/the/socket`. With several hosts the one that
 * takes writes is meant unless the URL says else. Throws an `Error` that says what is wrong and shows no password.
 */
export function parseDatabaseUrl(text: string): DatabaseAddress {
  const [, scheme, user, authority, rest] = FORM.exec(text) ?? []
  if (scheme === undefined || authority === undefined || rest === undefined) {
    throw new Error('must be a URL such as postgres://user:password@host/database')
  }
  const query = new URLSearchParams(rest.includes('?') ? rest.slice(rest.indexOf('?') + 1) : '')
  const hosts = (query.get('host') ?? authority).split(',')
  const ports = query.get('port')?.split(',') ?? []
  const wanted = WANTED.find((known) => known === (query.get('target_session_attrs') ?? defaultFor(hosts)))
  if (wanted === undefined) throw new Error(`has a target_session_attrs other than ${WANTED.join(', ')}`)
  for (const name of ['host', 'port', 'target_session_attrs']) query.delete(name)
  const path = rest.split('?')[0] ?? ''
  const servers = hosts.map((host, index) => {
    const port = ports[index] ?? ports[0]
    const place = host.startsWith('/') ? encodeURIComponent(host) : host
    const withPort = port === undefined || /:\d+$/.test(place) ? place : `${place}:${port}`
    const settings = query.size > 0 ? `?${query}` : ''
    return configOf(`${scheme}${user === undefined ? '' : `${user}@`}${withPort}${path}${settings}`)
  })
  return { servers, wanted }
}

const defaultFor = (hosts: readonly string[]) => (hosts.length > 1 ? 'read-write' : 'any')

function configOf(url: string): ClientConfig {
  try {
    // Without it `sslmode=require` would ask for more than libpq does.
    return parseIntoClientConfig(`${url}${url.includes('?') ? '&' : '?'}uselibpqcompat=true`)
  } catch (error) {
    const reason = error instanceof Error && !error.message.includes(url) ? error.message : 'it cannot be read'
    throw new Error(`is not a connection URL: ${reason}`)
  }
}
