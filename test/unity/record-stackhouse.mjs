import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/**
 * Records 1,000 rounds of the sample game's simulation for the test of its C# port: seeds, ticks of presses, scores. Run it
 * when `demo-game/simulation/` has changed: `node test/unity/record-stackhouse.mjs`.
 */
const FILE = fileURLToPath(new URL('vectors/stackhouse.json', import.meta.url))
const ENTRY = fileURLToPath(new URL('stackhouse-rounds.ts', import.meta.url))

const { outputFiles } = await build({ entryPoints: [ENTRY], bundle: true, format: 'esm', write: false })
const { recordRounds } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`)
const rounds = recordRounds(1000)
writeFileSync(FILE, `[\n${rounds.map((round) => `  ${JSON.stringify(round)}`).join(',\n')}\n]\n`)
console.log(`${rounds.length} rounds in ${FILE}`)
