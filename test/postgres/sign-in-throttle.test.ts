import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { PASSWORD_THROTTLE } from '../../server/domain/limits.ts'
import { startAnte, type TestAnte } from '../support/ante.ts'
import { Browser, loaded } from '../support/oauth/browser-jar.ts'
import { type Databases, openDatabases } from '../support/postgres/stores.ts'

describe('wrong passwords on two nodes', { tags: ['postgres'] }, () => {
  let databases: Databases
  beforeAll(async () => {
    databases = await openDatabases()
  })
  afterAll(() => databases?.remove())

  async function startNodes(): Promise<[TestAnte, TestAnte]> {
    const url = await databases.create()
    const start = async () => {
      const node = await startAnte({ DATABASE_URL: url, ANTE_RATE_LIMIT: '1' })
      onTestFinished(() => node.close())
      return node
    }
    return [await start(), await start()]
  }

  async function guess({ url }: TestAnte, username: string): Promise<number> {
    const browser = new Browser(url)
    const fields = { Username: username, Password: 'not the password' }
    return loaded(await browser.press(await browser.open('/account'), 'Sign in', { fields })).status
  }

  it('[SC9] are counted together, also when they arrive at once', async () => {
    const [one, two] = await startNodes()
    const { username } = (
      await one.operator('POST', '/admin/v1/players', { username: 'alice', password: 'correct horse battery' })
    ).body
    const { free } = PASSWORD_THROTTLE.account
    const nodes = Array.from({ length: 2 * free }, (_, n) => (n % 2 ? one : two))
    const statuses = await Promise.all(nodes.map((node) => guess(node, username)))
    expect(statuses.filter((status) => status === 422)).toHaveLength(free)
    expect(statuses.filter((status) => status === 429)).toHaveLength(free)
    for (const node of [one, two]) expect(await guess(node, username)).toBe(429)
    expect(await guess(two, 'bob')).toBe(422)
  })
})
