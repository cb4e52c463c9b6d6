import { basename } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type Disk, type DiskFile, nodeDisk, writeAll } from '../../../../server/storage/lowdb/files/disk.ts'

/** What the store does to its files while it runs, in the words of a report. */
export const STEPS = [
  'journal write',
  'journal fsync',
  'segment create',
  'segment write',
  'segment fsync',
  'segment rename',
  'segment folder fsync',
  'segment close',
  'snapshot create',
  'snapshot write',
  'snapshot fsync',
  'snapshot close',
  'snapshot rename',
  'snapshot folder fsync',
  'segment removal',
  'removal folder fsync',
] as const
/** Those of a checkpoint. */
export const CHECKPOINT_STEPS = STEPS.filter((step) => !step.startsWith('journal '))
export type StepName = (typeof STEPS)[number] | 'other'

export const MOMENTS = ['before', 'amid', 'after'] as const
export type Moment = (typeof MOMENTS)[number]

/** What happens to a server at a step of its disk. */
export interface Incident {
  readonly step: StepName | 'any'
  readonly moment: Moment
  /** How many such steps pass before it. */
  readonly skip: number
  /** `die`: the process is killed there; else the code of the error with which that step, and all later ones, fail. */
  readonly does: string
}

/** A disk to which an incident happens, once it is armed. */
export interface IncidentDisk extends Disk {
  arm(): void
}

/** How the name of a file ends whose own name would not survive a power failure yet. */
const NAMELESS = '.nameless'

type Act = <T>(step: StepName, act: () => Promise<T>, part?: () => Promise<unknown>) => Promise<T>

/** `die` ends this process on the spot and does not return. */
export function incidentDisk(incident: Incident | null, die: (where: string) => void): IncidentDisk {
  let armed = false
  let left = incident?.skip ?? 0
  let broken: Error | null = null

  function strike({ moment, does }: Incident, step: StepName): void {
    const where = `${moment} ${step}`
    if (does === 'die') die(where)
    broken = Object.assign(new Error(`${does}: made up by a test, ${where}`), { code: does })
    throw broken
  }

  const isDue = (step: StepName) => {
    if (!armed || !incident || (incident.step !== 'any' && incident.step !== step)) return null
    return left-- === 0 ? incident : null
  }

  const around: Act = async (step, act, part) => {
    // Also a file on a broken disk can be closed.
    if (broken && !step.endsWith(' close')) throw broken
    const due = isDue(step)
    if (due?.moment === 'before') strike(due, step)
    if (due?.moment === 'amid') {
      // A part of it where it has parts; otherwise it is under way when the process ends.
      if (part) await part()
      else act().catch(() => {})
      strike(due, step)
    }
    const result = await act()
    if (due) strike(due, step)
    return result
  }
  return {
    ...namedDisk(around),
    arm() {
      armed = true
    },
  }
}

/** Node's disk, with something around each of its steps. */
function namedDisk(around: Act): Disk {
  let changed = 'segment'
  const isJournal = (path: string) => /^journal-\d+\.ndjson$/.test(basename(path))
  const kindOf = (path: string) => {
    const [kind = ''] = /^[a-z]+/.exec(basename(path)) ?? []
    return kind === 'journal' ? 'segment' : kind
  }
  const named = (text: string) => STEPS.find((step) => step === text) ?? 'other'

  const fileOf = (file: DiskFile, path: string): DiskFile => {
    const kind = isJournal(path) ? 'journal' : kindOf(path)
    return {
      write: (bytes) =>
        around(
          named(`${kind} write`),
          () => file.write(bytes),
          () => file.write(bytes.subarray(0, bytes.length >> 1)),
        ),
      sync: () => around(named(`${kind} fsync`), () => file.sync()),
      close: () => around(named(`${kindOf(path)} close`), () => file.close()),
    }
  }

  return {
    async create(path) {
      const file = await around(named(`${kindOf(path)} create`), () => nodeDisk.create(path))
      if (kindOf(path) === 'segment') changed = 'segment'
      return fileOf(file, path)
    },
    append: async (path) => fileOf(await around('other', () => nodeDisk.append(path)), path),
    truncate: (path, length) => around('other', () => nodeDisk.truncate(path, length)),
    async rename(from, to) {
      const what = from.endsWith(NAMELESS) ? 'create' : 'rename'
      await around(named(`${kindOf(to)} ${what}`), () => nodeDisk.rename(from, to))
      if (kindOf(to) !== 'stopped') changed = kindOf(to)
    },
    async remove(path) {
      await around(isJournal(path) ? 'segment removal' : 'other', () => nodeDisk.remove(path))
      if (isJournal(path)) changed = 'removal'
    },
    syncFolder: (path) => around(named(`${changed} folder fsync`), () => nodeDisk.syncFolder(path)),
  }
}

/** Long enough for an answer that does not wait for it to leave. */
const SYNC_TAKES = 8

/**
 * A slow disk that keeps nothing until it is told to: bytes until `sync`, names until `syncFolder`; but a removal may come
 * before the names that it was asked for after. A process over it that is killed leaves what a power failure would.
 */
export function forgetfulDisk(disk: Disk): Disk {
  let names: (() => Promise<void>)[] = []
  let created = 0
  return {
    ...disk,
    async create(path) {
      const nameless = `${path}.${process.pid}-${++created}${NAMELESS}`
      const file = await disk.create(nameless)
      names.push(() => disk.rename(nameless, path))
      return forgetfulFile(file)
    },
    append: async (path) => forgetfulFile(await disk.append(path)),
    async rename(from, to) {
      names.push(() => disk.rename(from, to))
    },
    async remove(path) {
      if (Math.random() < 0.5) await disk.remove(path)
      else names.push(() => disk.remove(path))
    },
    async syncFolder(path) {
      const due = names
      names = []
      for (const change of due) await change()
      await disk.syncFolder(path)
    },
  }
}

function forgetfulFile(file: DiskFile): DiskFile {
  let waiting: Uint8Array[] = []
  return {
    async write(bytes) {
      waiting.push(bytes)
      return bytes.length
    },
    async sync() {
      await delay(SYNC_TAKES)
      const bytes = Buffer.concat(waiting)
      waiting = []
      await writeAll(file, bytes)
      await file.sync()
    },
    close: () => file.close(),
  }
}
