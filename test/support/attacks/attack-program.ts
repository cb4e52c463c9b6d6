import { ATTACKS, type Tally, type Target } from './attacks.ts'

/** Runs every attack at once on the target in the first argument, until its input ends. Prints a tally of each. */
async function main(target: Target): Promise<void> {
  const stop = new AbortController()
  process.stdin.on('end', () => stop.abort()).resume()
  const tallies = await Promise.all(ATTACKS.map((attack) => attack.run(target, stop.signal)))
  const report: Record<string, Tally> = Object.fromEntries(
    ATTACKS.map(({ name }, index) => [name, tallies[index] ?? {}]),
  )
  process.stdout.write(JSON.stringify(report), () => process.exit(0))
}

await main(JSON.parse(process.argv[2] ?? ''))
