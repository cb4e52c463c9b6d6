import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCli } from '../../server/cli/cli.ts'
import { freePort } from '../support/ports.ts'
import { run } from '../support/project/command.ts'
import { type FreshClone, freshClone } from '../support/project/fresh-clone.ts'
import { readSource } from '../support/project/sources.ts'

const page = readSource('docs/oauth.md')

/** The shell blocks below a heading of the page, in order. */
function shellBlocks(heading: string): string[] {
  const section = page.split(`\n### ${heading}\n`)[1]?.split(/\n#{2,3} /)[0] ?? ''
  return [...section.matchAll(/```bash\n([\s\S]*?)```/g)].map((match) => match[1] ?? '')
}

describe("the Ultiverse document's calls, copied from the page", { tags: ['curl'] }, () => {
  let clone: FreshClone
  let output = ''
  let exitCode: number | string
  let port: number

  beforeAll(async () => {
    clone = await freshClone()
    port = await freePort()
    // As if typed into one terminal, which then waits for the stopped server.
    const script = `${shellBlocks('The calls of the Ultiverse document, with curl').join('\n')}\nwait $!`
    const env = { PORT: String(port), DEMO_PORT: String(await freePort()), ANTE: `http://localhost:${port}` }
    const walk = run('bash', ['-c', script], clone.folder, env)
    exitCode = await walk.ended
    output = walk.output()
  })
  afterAll(() => clone.remove())

  const answers = () =>
    output
      .split(/\n|(?<=\})(?=\{)/)
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line))
  const addresses = () => output.split('\n').filter((line) => line.startsWith('http://localhost:9000/callback'))

  it('[DC50] send `state` back after Deny and after Allow, the wallet JWT in the fragment', () => {
    const [denied, allowed] = addresses().map((address) => new URL(address))
    expect(denied?.searchParams.get('error')).toBe('access_denied')
    expect(denied?.hash).toBe('')
    expect(allowed?.searchParams.get('code')).toMatch(/^[\w-]{43}$/)
    expect(allowed?.hash).toMatch(/^#wallet_jwt=ey/)
    expect([denied, allowed].map((address) => address?.searchParams.get('state'))).toEqual(['xyz', 'xyz'])
  })

  it('[DC50] answer who the player is, rename them, and tell what is in the wallets', () => {
    const users = answers().filter((answer) => 'username' in answer)
    expect(users).toHaveLength(2)
    expect(users[0]).toEqual({ id: expect.any(Number), username: users[0].username, nickname: users[0].username })
    expect(users[1]).toEqual({ ...users[0], nickname: 'Ada L.' })
    expect(answers().find((answer) => 'wallets' in answer)).toEqual({ wallets: [{ currency: 'GBP', balance: 10_000 }] })
  })

  it('[DC50] end with a wallet JWT that the published keys verify, and a renewed token', () => {
    const claims = answers().find((answer) => 'c_hash' in answer)
    const [{ id }] = answers().filter((answer) => 'username' in answer)
    expect(claims).toMatchObject({
      iss: `http://localhost:${port}`,
      sub: String(id),
      aud: expect.any(String),
      scope: 'public wallet profile',
    })
    expect(claims.exp - claims.iat).toBe(300)
    const renewed = answers().find((answer) => 'access_token' in answer)
    expect(renewed).toMatchObject({ token_type: 'Bearer', expires_in: 3600, refresh_token: expect.any(String) })
    expect(exitCode).toBe(0)
  })
})

it('[DC51] names commands that there are, as they are used', async () => {
  const lines = [...page.matchAll(/^npx ante (.+?)(?: {2,}#.*)?$/gm)].map(([, line = '']) => line)
  expect(lines.length).toBeGreaterThan(5)
  for (const line of lines) {
    const args = [...line.replace(/\s+#.*$/, '').matchAll(/"([^"]*)"|(\S+)/g)].map(
      ([, quoted, plain]) => quoted ?? plain ?? '',
    )
    let said = ''
    const say = async (text: string) => {
      said += text
    }
    const terminal = {
      out: say,
      err: say,
      input: (async function* () {})(),
      now: Date.now,
      isWatched: false,
      env: { ANTE_ADMIN_TOKEN: 'x' },
    }
    await runCli([...args, ...(args[0] === 'keys' ? [] : ['--url', 'http://127.0.0.1:9'])], terminal)
    // Understood: what fails is only that there is no such server or folder here.
    expect(said, line).toMatch(/cannot be reached|cannot be read/)
  }
})
