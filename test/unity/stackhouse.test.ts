import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildPrograms, type Programs } from '../support/unity/dotnet.ts'
import { type RecordedRound, recordRounds } from './stackhouse-rounds.ts'

const FILE = fileURLToPath(new URL('vectors/stackhouse.json', import.meta.url))
const recorded = async (): Promise<RecordedRound[]> => JSON.parse(await readFile(FILE, 'utf8'))

describe('the recorded rounds of Stackhouse', () => {
  it('[UN30] are those of the web game’s simulation today, 1,000 of all kinds', async () => {
    const rounds = await recorded()
    expect(rounds).toEqual(recordRounds(1000))
    const scores = rounds.map(({ score }) => score)
    expect(Math.min(...scores)).toBe(0)
    expect(Math.max(...scores)).toBe(17_100)
    expect(new Set(scores).size).toBeGreaterThan(500)
  })
})

describe('the C# port of Stackhouse', { tags: ['dotnet'] }, () => {
  let programs: Programs
  beforeAll(async () => {
    programs = await buildPrograms()
  }, 180_000)
  afterAll(() => programs?.remove())

  it('[UN30] gives the same score for the same seed and presses, round for round', async () => {
    const scores = (await programs.run('stackhouse', FILE)).trim().split('\n').map(Number)
    expect(scores).toEqual((await recorded()).map(({ score }) => score))
  })
})
