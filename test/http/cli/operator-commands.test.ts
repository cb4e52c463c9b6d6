import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADMIN_TOKEN, MATCHES, startAnte, type TestAnte } from '../../support/ante.ts'
import { signInByPages } from '../../support/oauth/sign-in.ts'
import { freePort } from '../../support/ports.ts'
import { runAnte } from '../../support/run-cli.ts'
import { serve } from '../../support/stub-server.ts'

let ante: TestAnte
beforeAll(async () => {
  ante = await startAnte()
})
afterAll(() => ante.close())

const run = (...args: string[]) => runAnte(args, { env: { ANTE_URL: ante.url, ANTE_ADMIN_TOKEN: ADMIN_TOKEN } })
async function json(...args: string[]) {
  const { code, out, err } = await run(...args, '--json')
  expect([code, err]).toEqual([0, ''])
  return JSON.parse(out)
}

describe('ante client', () => {
  it('[OP46] adds an application, with its secret shown once, and lists it without', async () => {
    const { code, out } = await run(
      ...['client', 'add', 'Darts & Co', '--type', 'confidential', '--redirect', 'https://darts.example/back'],
      ...['--scope', 'public', '--scope', 'wallet', '--website', 'https://darts.example', '--no-iss'],
    )
    expect(code).toBe(0)
    const [, id = '', secret = ''] =
      /^Registered "Darts & Co"\.\n {2}client id {6}(\w+)\n {2}client secret {2}(\S+) {2}\(shown this once\)\n$/.exec(
        out,
      ) ?? []
    expect(secret.length).toBeGreaterThan(40)
    const { clients } = await json('client', 'list')
    expect(clients.find((one: { client_id: string }) => one.client_id === id)).toMatchObject({
      name: 'Darts & Co',
      redirect_uris: ['https://darts.example/back'],
      scopes: ['public', 'wallet'],
      client_uri: 'https://darts.example',
      iss: false,
    })
    const listed = await run('client', 'list')
    expect(listed.out).toMatch(
      new RegExp(`^client id +type +scopes +name\n[^]*${id} +confidential +public wallet +Darts & Co\n`),
    )
    expect(listed.out).not.toContain(secret)
  })

  it('[OP46] adds a browser game, which has no secret', async () => {
    const answer = await json('client', 'add', 'Web', '--type', 'public', '--origin', 'https://web.example')
    expect(Object.keys(answer)).toEqual(['client_id'])
  })

  it('[OP46] gives an application another secret, and removes it', async () => {
    const client = await ante.client({ name: 'Gone soon' })
    const player = await ante.player({ client })
    const { client_secret } = await json('client', 'rotate-secret', client.id)
    expect(client_secret).not.toBe(client.secret)
    const { code, out } = await run('client', 'remove', client.id)
    expect([code, out]).toEqual([0, `Removed "Gone soon" (${client.id}).\n`])
    expect((await player.call('GET', `${MATCHES}/me.json`)).status).toBe(401)
    const again = await run('client', 'remove', client.id)
    expect(again).toEqual({ code: 1, out: '', err: `There is no client "${client.id}".\n` })
  })

  it('[OP46] says what the server finds wrong, field by field, and exits 1', async () => {
    const { code, out, err } = await run(
      'client',
      'add',
      'X',
      '--type',
      'confidential',
      '--redirect',
      'javascript:alert(1)',
    )
    expect([code, out]).toEqual([1, ''])
    expect(err).toMatch(/^This client cannot be registered as it is\.\n {2}redirect_uris\.0 must be https/)
  })
})

describe('ante player', () => {
  const client = () => ({ id: ante.clientId, secret: ante.clientSecret, redirectUri: 'https://game.example/callback' })
  const signIn = (username: string, password: string) =>
    signInByPages(ante.url, client(), { username, password, scope: 'public' })

  it('[OP46] adds a player with a password that it makes up, or takes from standard input', async () => {
    const made = await json('player', 'add', 'grace', '--nickname', 'Grace H.')
    expect(made).toMatchObject({ id: expect.any(Number), username: 'grace' })
    expect((await signIn('grace', made.password)).access_token).toBeTruthy()
    expect((await ante.operator('GET', `/admin/v1/players/${made.id}`)).body.nickname).toBe('Grace H.')

    const env = { ANTE_URL: ante.url, ANTE_ADMIN_TOKEN: ADMIN_TOKEN }
    const given = await runAnte(['player', 'add', 'ada', '--password-stdin'], {
      env,
      input: ['four quiet ', 'lamps\nmore'],
    })
    expect(given).toEqual({ code: 0, out: expect.stringMatching(/^Created "ada"\.\n {2}id {2}\d+\n$/), err: '' })
    expect((await signIn('ada', 'four quiet lamps')).access_token).toBeTruthy()
    const taken = await run('player', 'add', 'ADA')
    expect(taken).toMatchObject({ code: 1, err: expect.stringContaining('is taken') })
    const none = await runAnte(['player', 'add', 'nobody', '--password-stdin'], { env })
    expect(none).toMatchObject({ code: 2, err: expect.stringContaining('needs a password on standard input') })
  })

  it('[OP46] bans, lifts the ban, excludes and readmits', async () => {
    const { id, username, call } = await ante.player()
    const banned = await run('player', 'ban', String(id), '--reason', 'Two accounts')
    expect(banned.out).toMatch(new RegExp(`^"${username}" \\(${id}\\) is banned since \\S+: Two accounts\\.\n$`))
    expect((await call('GET', `${MATCHES}/me.json`)).status).toBe(401)
    expect((await json('player', 'unban', String(id))).player).toMatchObject({ id, ban: null })
    expect((await run('player', 'exclude', String(id))).out).toContain('not start one')
    expect((await run('player', 'readmit', String(id))).out).toContain('may sign in and play')
    expect((await run('player', 'ban', username.toUpperCase())).out).toContain(`"${username}" (${id}) is banned since`)
    expect((await json('player', 'unban', `@${username}`)).player).toMatchObject({ id, ban: null })
    expect(await run('player', 'ban', '999999')).toMatchObject({ code: 1, err: 'There is no player 999999.\n' })
    for (const nobody of ['nobody-at-all', '@999999', '@'])
      expect(await run('player', 'ban', nobody)).toMatchObject({
        code: 1,
        err: `There is no player "${nobody.replace('@', '')}".\n`,
      })
  })

  it('[OP46] takes digits for an id, and with an @ for a username', async () => {
    const [one, two] = [await ante.player(), await json('player', 'add', '20262026')]
    expect((await json('player', 'exclude', '@20262026')).player).toMatchObject({ id: two.id, excluded: true })
    expect((await json('player', 'exclude', String(one.id))).player).toMatchObject({ id: one.id, excluded: true })
    expect(await run('player', 'exclude', '20262026')).toMatchObject({ code: 1 })
  })
})

describe('what commands need', () => {
  it.each([
    ['the operator token', ['client', 'list'], {}],
    ['a server that can be one', ['client', 'list', '--url', 'ante.example'], { ANTE_ADMIN_TOKEN: ADMIN_TOKEN }],
    ['one name', ['client', 'add', '--type', 'public'], { ANTE_ADMIN_TOKEN: ADMIN_TOKEN }],
    ['a known type', ['client', 'add', 'X', '--type', 'secret'], { ANTE_ADMIN_TOKEN: ADMIN_TOKEN }],
    ['a known scope', ['client', 'add', 'X', '--type', 'public', '--scope', 'all'], { ANTE_ADMIN_TOKEN: ADMIN_TOKEN }],
    ['one player', ['player', 'ban', 'ada', 'grace'], { ANTE_ADMIN_TOKEN: ADMIN_TOKEN }],
    ['known options', ['player', 'unban', '1', '--reason', 'x'], { ANTE_ADMIN_TOKEN: ADMIN_TOKEN }],
  ])('[OP47] is %s; otherwise they say so and exit 2', async (_, args, env) => {
    const { code, out, err } = await runAnte(args, { env })
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(/\nUsage: ante (client|player) /)
  })

  it('[OP47] is the right token, and a server that is there and is Ante', async () => {
    const wrong = await runAnte(['client', 'list', '--url', ante.url], { env: { ANTE_ADMIN_TOKEN: 'x'.repeat(40) } })
    expect(wrong).toMatchObject({ code: 1, out: '', err: expect.stringContaining("operator's token") })
    expect(wrong.err).not.toContain('x'.repeat(40))
    const env = { ANTE_ADMIN_TOKEN: ADMIN_TOKEN }
    const silent = await runAnte(['client', 'list', '--url', `http://127.0.0.1:${await freePort()}`], { env })
    expect(silent).toMatchObject({ code: 1, err: expect.stringContaining('cannot be reached (ECONNREFUSED)') })
    for (const answer of [{ status: 200, body: { clients: 5 } }, { status: 502 }]) {
      const other = await serve(() => answer)
      const confused = await runAnte(['client', 'list', '--url', other.origin], { env })
      await other.close()
      expect(confused).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/Ante/) })
    }
  })

  it('[OP47] is https where others could listen: otherwise they warn', async () => {
    const env = { ANTE_ADMIN_TOKEN: ADMIN_TOKEN }
    const { err } = await runAnte(['client', 'list', '--url', 'http://nowhere.invalid'], { env })
    expect(err).toContain("The operator's token goes to nowhere.invalid unencrypted")
  })
})
