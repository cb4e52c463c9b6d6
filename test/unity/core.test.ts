import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { root } from '../../scripts/root.mjs'
import { freePort } from '../support/ports.ts'
import { type ServerProcess, startProcess } from '../support/process.ts'
import { runCoreTests, type TestOutcome } from '../support/unity/core-tests.ts'

const OPERATOR = 'operator-token-of-the-unity-tests-0123456789'

describe('the core of the Unity package, by dotnet against a built server', { tags: ['dotnet'] }, () => {
  let folder: string
  let server: ServerProcess
  let outcomes: readonly TestOutcome[]

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ante-unity-'))
    const [port, demoPort] = [await freePort(), await freePort()]
    server = startProcess({
      env: {
        PORT: String(port),
        DEMO_PORT: String(demoPort),
        // The package must bear an address with a path.
        PUBLIC_URL: `http://localhost:${port}/games/ante`,
        DATA_DIR: join(folder, 'data'),
        ANTE_DEMO: '1',
        ANTE_ADMIN_TOKEN: OPERATOR,
        ANTE_RATE_LIMIT: '0',
      },
    })
    await server.ready()
    outcomes = await runCoreTests(folder, {
      ANTE_TEST_SERVER: server.url,
      ANTE_TEST_OPERATOR_SERVER: `http://localhost:${new URL(server.url).port}`,
      ANTE_TEST_OPERATOR: OPERATOR,
      ANTE_TEST_VECTORS: join(root, 'test/unity/vectors/ante-random.json'),
    })
  }, 300_000)

  afterAll(async () => {
    await server?.kill()
    await rm(folder, { recursive: true, force: true })
  })

  it.each([
    '[UN1] gives the golden bits in C#',
    '[UN6] plays matches to the payout',
    '[UN7] resumes an open attempt',
    '[UN8] loses no score',
    '[UN9] tells events once each',
    '[UN10] ends matches and prolongs attempts',
    '[UN11] fails by typed exceptions',
    '[UN12] signs in by a loopback port',
    '[UN13] signs in by a deep link',
    '[UN14] refreshes once, and loses no session',
    '[UN15] reads JSON',
    '[UN18] plays with the CashPlay calls alone, and keeps files',
    '[UN35] ends no session because a token store fails',
    '[UN36] keeps tokens in an encrypted file',
    '[UN37] tells a failure of a platform’s store that lasts from one that passes',
    '[UN17] has a mock with an opponent and failures',
  ])('%s', (title) => {
    const number = /^\[\w+\]/.exec(title)?.[0] ?? ''
    const own = outcomes.filter(({ name }) => name.includes(number))
    expect(own.length).toBeGreaterThan(0)
    expect(own.filter(({ passed }) => !passed).map(({ name, message }) => `${name}: ${message}`)).toEqual([])
  })

  it('[UN16] leaves no test of the core without a promise, and none out', () => {
    expect(outcomes.length).toBeGreaterThan(30)
    expect(outcomes.filter(({ name }) => !/\[UN\d+\]/.test(name))).toEqual([])
    expect(outcomes.filter(({ passed }) => !passed).map(({ name, message }) => `${name}: ${message}`)).toEqual([])
  })
})
