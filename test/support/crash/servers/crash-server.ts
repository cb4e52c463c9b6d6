import { writeSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { runProcess } from '../../../../server/process.ts'
import { type LowdbStorage, openLowdbStorage } from '../../../../server/storage/lowdb/lowdb-storage.ts'
import { forgetfulDisk, type Incident, incidentDisk } from './failing-disk.ts'

/** How the server of a crash test differs from the built one: in its disk, and in how often it makes checkpoints. */
export interface CrashOptions {
  readonly incident: Incident | null
  /** `start`: from the first step on; `signal`: from SIGUSR2 on. */
  readonly armedBy: 'start' | 'signal'
  /** Whether the disk loses what was not synced. */
  readonly forgetful: boolean
}

/** Where the parent reads at which step the process died. */
const REPORT = 3

function die(where: string): void {
  writeSync(REPORT, where)
  process.kill(process.pid, 'SIGKILL')
  // Nothing more is done until the signal arrives.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
}

async function keepMakingCheckpoints(storage: LowdbStorage): Promise<void> {
  for (;;) {
    await delay(10 + Math.random() * 60)
    await storage.checkpoint()
  }
}

const options: CrashOptions = JSON.parse(process.argv[2] ?? '')
const disk = incidentDisk(options.incident, die)
if (options.armedBy === 'start') disk.arm()
process.on('SIGUSR2', () => disk.arm())

await runProcess(process.env, async ({ dataDirectory: directory }, log) => {
  const storage = await openLowdbStorage({ directory, log, disk: options.forgetful ? forgetfulDisk(disk) : disk })
  // Those would come between the steps of a start. They end with the store: closed, or failed.
  if (options.armedBy === 'signal') keepMakingCheckpoints(storage).catch(() => {})
  return storage
})
