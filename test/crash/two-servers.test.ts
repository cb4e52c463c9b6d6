import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildPrograms, type Programs } from '../support/crash/servers/programs.ts'
import { testFolder } from '../support/crash/test-folder.ts'
import { quietPort } from '../support/ports.ts'

const ROUNDS = process.env.ANTE_CRASHES === undefined ? 4 : 50
const MAX_ROUND = 20_000

let programs: Programs
beforeAll(async () => {
  programs = await buildPrograms()
})
afterAll(() => programs.remove())

it('[ST68] of two servers that start at the same moment on one folder, exactly one serves, every time', {
  timeout: 30_000 + ROUNDS * MAX_ROUND,
}, async () => {
  let folder = await testFolder()
  for (let round = 0; round < ROUNDS; round++) {
    // Every other round finds what a killed server has left.
    if (round % 2 === 0) folder = await testFolder()
    const ports = [await quietPort(), await quietPort()]
    const both = ports.map((port) => folder.start({ program: programs.main, env: { PORT: String(port) } }))
    const areReady = await Promise.all(both.map((server) => server.becomesReady()))
    expect(
      areReady.filter((isReady) => isReady),
      `round ${round}: ${both.map((server) => server.stderr())}`,
    ).toHaveLength(1)
    const refused = both[areReady.indexOf(false)]
    expect(await refused?.ended).toBe(1)
    expect(refused?.stderr()).toMatch(/^The data folder \S+ is in use by another Ante/)
    await Promise.all(both.map((server) => server.kill()))
  }
})
