import { describe, expect, it } from 'vitest'
import { parseDatabaseUrl } from '../../../server/storage/postgres/connection/database-url.ts'

const serversOf = (url: string) => parseDatabaseUrl(url).servers

describe('DATABASE_URL', () => {
  it.each([
    [
      'postgres://ante:p%40ss@db.internal:5433/games',
      { host: 'db.internal', port: 5433, user: 'ante', password: 'p@ss', database: 'games' },
    ],
    ['postgresql://ante@db/games', { host: 'db', user: 'ante', database: 'games' }],
    ['postgres://ante@[::1]:5433/games', { host: '::1', port: 5433 }],
    ['postgres://ante@/games?host=/var/run/postgresql', { host: '/var/run/postgresql', database: 'games' }],
    ['postgres:///games?host=/var/run/postgresql&port=5433', { host: '/var/run/postgresql', port: 5433 }],
  ])('[RN40] names a server: %s', (url, server) => {
    expect(parseDatabaseUrl(url)).toMatchObject({ servers: [server], wanted: 'any' })
  })

  it('[RN40] names several servers, of which the one that takes writes is meant', () => {
    const { servers, wanted } = parseDatabaseUrl('postgres://ante:secret@db1:5433,db2/games')
    expect(servers).toMatchObject([
      { host: 'db1', port: 5433, user: 'ante', password: 'secret', database: 'games' },
      { host: 'db2', user: 'ante', password: 'secret', database: 'games' },
    ])
    expect(wanted).toBe('read-write')
    expect(parseDatabaseUrl('postgres://db1,db2/games?target_session_attrs=primary').wanted).toBe('primary')
    expect(serversOf('postgres:///games?host=db1,db2&port=5433,5434')).toMatchObject([
      { host: 'db1', port: 5433 },
      { host: 'db2', port: 5434 },
    ])
  })

  it.each([
    ['disable', false],
    ['require', { rejectUnauthorized: false }],
    ['verify-full', {}],
  ])('[RN41] asks of TLS what libpq asks: sslmode=%s', (mode, ssl) => {
    expect(serversOf(`postgres://ante@db/games?sslmode=${mode}`)[0]?.ssl).toEqual(ssl)
  })

  it.each([
    'mysql://ante:secret@db/games',
    'postgres://ante:secret@db/games?target_session_attrs=standby',
    'postgres://ante:secret@db:port/games',
  ])('[RN40] says what is wrong without the password: %s', (url) => {
    expect(() => parseDatabaseUrl(url)).toThrow()
    try {
      parseDatabaseUrl(url)
    } catch (error) {
      expect(String(error)).not.toContain('secret')
    }
  })
})
