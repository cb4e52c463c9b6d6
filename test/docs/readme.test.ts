import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort } from '../support/ports.ts'
import { run } from '../support/project/command.ts'
import { type FreshClone, freshClone } from '../support/project/fresh-clone.ts'
import { readSource } from '../support/project/sources.ts'

/** The shell blocks below a heading of README, in order. */
function shellBlocks(heading: string): string[] {
  const section = readSource('README.md').split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? ''
  return [...section.matchAll(/```bash\n([\s\S]*?)```/g)].map((match) => match[1] ?? '')
}

const answersIn = (output: string) =>
  output
    .split(/\n|(?<=\})(?=\{)/)
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line))

describe("README's curl walk", { tags: ['curl'] }, () => {
  let clone: FreshClone
  let output = ''
  let exitCode: number | string

  beforeAll(async () => {
    clone = await freshClone()
    const [port, demoPort] = [await freePort(), await freePort()]
    // As if typed into one terminal, which then waits for the stopped server.
    const script = `${shellBlocks('The whole flow with curl').join('\n')}\nwait $!`
    const env = { PORT: String(port), DEMO_PORT: String(demoPort), ANTE: `http://localhost:${port}` }
    const walk = run('bash', ['-c', script], clone.folder, env)
    exitCode = await walk.ended
    output = walk.output()
  })
  afterAll(() => clone.remove())

  it('[DC7] goes from authorize to the second result', () => {
    const results = answersIn(output).flatMap(({ match_result }) => match_result ?? [])
    expect(results).toHaveLength(2)
    expect(results[0]).toMatchObject({ challenger_score: 1235, challenged_score: null, winner_id: null })
    expect(results[1]).toMatchObject({
      challenger_score: 1235,
      challenged_score: 980,
      amount_won: 500,
      currency: 'GBP',
    })
    expect(results[1].winner_id).toBe(answersIn(output).find(({ me }) => me)?.me.id)
  })

  it('[DC7] shows what it says: the same seed, secrets of their own, the money moved', () => {
    const answers = answersIn(output)
    const [created, accepted] = answers.flatMap(({ match }) => match ?? [])
    expect(created.seed).toBe(accepted.seed)
    expect(created.secret).not.toBe(accepted.secret)
    expect(answers.find(({ me }) => me)?.me.balances).toEqual({ GBP: 10_500 })
  })

  it('[DC7] ends with a server that stopped cleanly', () => {
    expect(exitCode).toBe(0)
  })
})
