import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../server/config/environment.ts'
import { Browser, departed } from '../support/oauth/browser-jar.ts'
import { freePort } from '../support/ports.ts'
import { type Command, run } from '../support/project/command.ts'
import { type FreshClone, freshClone } from '../support/project/fresh-clone.ts'
import { readSource } from '../support/project/sources.ts'
import { linkOf } from '../support/upstream/sign-in-through.ts'

const page = readSource('docs/oauth.md')

it('[OA72] has settings that are taken as they stand', () => {
  const examples = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map((match) => match[1] ?? '')
  expect(examples.length).toBeGreaterThan(1)
  for (const json of examples) {
    const providers = readConfig({ ANTE_PROVIDERS: json.replaceAll('…', 'given-by-the-provider') }).providers
    expect(providers).toHaveLength(1)
  }
})

describe('the two Antes of the page', { tags: ['curl', 'openssl'] }, () => {
  let clone: FreshClone
  let walk: Command
  const ports = { '4000': '', '4001': '', '3005': '', '3006': '' }

  beforeAll(async () => {
    clone = await freshClone()
    let script = page.split('### Try it with two Antes')[1]?.match(/```bash\n([\s\S]*?)```/)?.[1] ?? ''
    for (const port of Object.keys(ports) as (keyof typeof ports)[]) {
      ports[port] = String(await freePort())
      script = script.replaceAll(port, ports[port])
    }
    const typed = `trap 'kill $(jobs -p); wait' TERM\n${script.trimEnd()} &\nwait $!; wait`
    walk = run('bash', ['-c', typed], clone.folder, {
      PORT: ports['4000'],
      DEMO_PORT: ports['3005'],
      TMPDIR: clone.folder,
    })
  })
  afterAll(async () => {
    walk.child.kill('SIGTERM')
    await walk.ended
    await clone.remove()
  })

  /** Resolves once the server answers, which is built before; rejects when it ends before that. */
  async function ready(url: string): Promise<void> {
    let over = false
    walk.ended.then(() => {
      over = true
    })
    while (!(await fetch(`${url}/readyz`).catch(() => null))?.ok) {
      if (over) throw new Error(`it ended:\n${walk.output()}`)
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }

  it('[OA72] sign a player in, one through the other', async () => {
    const ante = `http://localhost:${ports['4000']}`
    await ready(ante)
    const browser = new Browser(ante)
    const query = new URLSearchParams({
      client_id: 'ante-sample-game',
      redirect_uri: `http://localhost:${ports['3005']}/`,
      response_type: 'code',
      code_challenge: createHash('sha256').update('x'.repeat(43)).digest('base64url'),
      code_challenge_method: 'S256',
    })
    const signIn = await browser.open(`/oauth/authorize?${query}`)
    const away = departed(await browser.open(linkOf(signIn, 'Continue with Other Ante')))
    const there = new Browser(`http://localhost:${ports['4001']}`)
    const fields = { Username: 'ada', Password: 'correct horse battery' }
    const consent = await there.press(await there.open(away.href), 'Create account', { fields })
    const back = departed(await there.press(consent, 'Allow'))
    const game = departed(await browser.press(await browser.open(back.href), 'Allow'))
    expect(game.port).toBe(ports['3005'])
    expect(game.searchParams.get('code')).toBeTruthy()
  })
})
