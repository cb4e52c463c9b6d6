import { writeSync } from 'node:fs'
import { openLowdbStorage } from '../../../server/storage/lowdb/lowdb-storage.ts'
import { fundPlayers, lifeOf } from './load.ts'

/** What a child process does with a store: it plays matches until it is killed, or only keeps the store open. */
export type ChildTask = 'play' | 'hold'

const WIDTH = 32
/** Small enough for a kill to hit a checkpoint now and then. */
const CHECKPOINT_BYTES = 300_000

const [task, directory = '', first = '0'] = process.argv.slice(2)
const tell = (line: string) => writeSync(1, `${line}\n`)

async function play(): Promise<void> {
  const storage = await openLowdbStorage({ directory, checkpointBytes: CHECKPOINT_BYTES })
  if (first === '0') await fundPlayers(storage)
  let next = Number(first)
  const playOn = async () => {
    for (;;) {
      const n = next++
      for (const change of lifeOf(n)) {
        const commitResult = await storage.commit(change)
        if (commitResult.kind !== 'committed') throw new Error(`match ${n}: ${commitResult.kind}`)
        tell(`${n} ${change.matches?.[0]?.version}`)
      }
    }
  }
  await Promise.all(Array.from({ length: WIDTH }, playOn))
}

async function holdOn(): Promise<void> {
  try {
    await openLowdbStorage({ directory })
    tell('open')
    setInterval(() => {}, 1000)
  } catch (error) {
    tell(`refused ${error instanceof Error ? error.message : error}`)
  }
}

await (task === 'play' ? play() : holdOn())
