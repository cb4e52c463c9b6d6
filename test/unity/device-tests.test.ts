import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildPrograms, type Programs } from '../support/unity/dotnet.ts'

describe('the tests that the package brings for the Editor and for devices', { tags: ['dotnet'] }, () => {
  let programs: Programs
  beforeAll(async () => {
    programs = await buildPrograms()
  }, 180_000)
  afterAll(() => programs?.remove())

  it('[UN39] pass on .NET, with frames in the place of an engine’s', async () => {
    const outcomes = (await programs.run('device-tests')).trim().split('\n')
    expect(outcomes.length).toBeGreaterThan(8)
    expect(outcomes.filter((outcome) => !outcome.startsWith('passed '))).toEqual([])
  })
})
