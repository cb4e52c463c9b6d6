import { mkdir, open, readdir, readFile, truncate, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { type Disk, type DiskFile, nodeDisk } from '../../../server/storage/lowdb/files/disk.ts'

/** One operation of the store on the disk. */
export interface Step {
  readonly operation: 'create' | 'append' | 'write' | 'sync' | 'close' | 'truncate' | 'rename' | 'remove' | 'syncFolder'
  /** The file's or folder's own name. */
  readonly name: string
}

/** The real disk. `before` is called before each step, and may throw to make the step fail. */
export function watchedDisk(before: (step: Step) => void | Promise<void>, disk: Disk = nodeDisk): Disk {
  const about = async (operation: Step['operation'], path: string) => before({ operation, name: basename(path) })
  const watchedFile = (file: DiskFile, path: string): DiskFile => ({
    write: async (bytes) => about('write', path).then(() => file.write(bytes)),
    sync: async () => about('sync', path).then(() => file.sync()),
    close: async () => about('close', path).then(() => file.close()),
  })
  return {
    create: async (path) => about('create', path).then(async () => watchedFile(await disk.create(path), path)),
    append: async (path) => about('append', path).then(async () => watchedFile(await disk.append(path), path)),
    truncate: async (path, length) => about('truncate', path).then(() => disk.truncate(path, length)),
    rename: async (from, to) => about('rename', from).then(() => disk.rename(from, to)),
    remove: async (path) => about('remove', path).then(() => disk.remove(path)),
    syncFolder: async (path) => about('syncFolder', path).then(() => disk.syncFolder(path)),
  }
}

async function openUnsynced(path: string, flags: 'a' | 'wx'): Promise<DiskFile> {
  const file = await open(path, flags, 0o600)
  return {
    write: async (bytes) => (await file.write(bytes)).bytesWritten,
    sync: async () => {},
    close: () => file.close(),
  }
}

/** The real disk without syncing, for the many stores that a test opens and throws away. */
export const hastyDisk: Disk = {
  ...nodeDisk,
  create: (path) => openUnsynced(path, 'wx'),
  append: (path) => openUnsynced(path, 'a'),
  truncate: (path, length) => truncate(path, length),
  syncFolder: async () => {},
}

/** A disk that fails from the first step on that a test picks; files can still be closed. */
export function failingDisk(code: string, fails: (step: Step) => boolean): Disk {
  let broken = false
  return watchedDisk((step) => {
    broken ||= fails(step)
    if (broken && step.operation !== 'close') throw Object.assign(new Error(`${code}: made up by a test`), { code })
  })
}

/** A disk that takes at most so many bytes in one write. */
export function shortWritingDisk(most: number): Disk {
  const short = (file: DiskFile): DiskFile => ({ ...file, write: (bytes) => file.write(bytes.subarray(0, most)) })
  return {
    ...nodeDisk,
    create: async (path) => short(await nodeDisk.create(path)),
    append: async (path) => short(await nodeDisk.append(path)),
  }
}

interface Inode {
  content: Buffer
  /** How much of the content certainly survives. */
  synced: number
}
type Files = Map<string, Inode>

/** What a power failure leaves of files and folder entries that were not synced. */
export type Loss = 'everything unsynced' | 'nothing' | 'a part of each file' | 'folder entries' | 'file contents'

/** A disk that can tell what a power failure at this moment would leave of a folder. */
export class PowerDisk implements Disk {
  #now: Files = new Map()
  #durable: Files = new Map()

  /** A disk for a folder as it is. */
  static async of(directory: string): Promise<PowerDisk> {
    const disk = new PowerDisk()
    for (const name of await readdir(directory)) {
      if (name.endsWith('.sock')) continue
      const content = await readFile(join(directory, name))
      disk.#now.set(name, { content, synced: content.length })
    }
    disk.#durable = new Map(disk.#now)
    return disk
  }

  /** What is left now; `torn` (0 to 1) says how much of each unsynced end survives where a part does. */
  afterPowerFailure(loss: Loss, torn: number): ReadonlyMap<string, Buffer> {
    const entriesLost = loss === 'everything unsynced' || loss === 'folder entries'
    const left = new Map<string, Buffer>()
    for (const [name, { content, synced }] of entriesLost ? this.#durable : this.#now) {
      const unsynced = content.length - synced
      const kept = {
        'everything unsynced': 0,
        'file contents': 0,
        'a part of each file': torn,
        nothing: 1,
        'folder entries': 1,
      }
      left.set(name, content.subarray(0, synced + Math.floor(unsynced * kept[loss])))
    }
    return left
  }

  async create(path: string): Promise<DiskFile> {
    const file = await hastyDisk.create(path)
    const inode: Inode = { content: Buffer.alloc(0), synced: 0 }
    this.#now.set(basename(path), inode)
    return tracked(file, inode)
  }

  async append(path: string): Promise<DiskFile> {
    return tracked(await hastyDisk.append(path), this.#inode(path))
  }

  async truncate(path: string, length: number): Promise<void> {
    await hastyDisk.truncate(path, length)
    const inode = this.#inode(path)
    inode.content = inode.content.subarray(0, length)
    inode.synced = length
  }

  async rename(from: string, to: string): Promise<void> {
    await hastyDisk.rename(from, to)
    this.#now.set(basename(to), this.#inode(from))
    this.#now.delete(basename(from))
  }

  async remove(path: string): Promise<void> {
    await hastyDisk.remove(path)
    this.#now.delete(basename(path))
  }

  async syncFolder(path: string): Promise<void> {
    await hastyDisk.syncFolder(path)
    this.#durable = new Map(this.#now)
  }

  #inode(path: string): Inode {
    const inode = this.#now.get(basename(path))
    if (!inode) throw new Error(`${path} is not known`)
    return inode
  }
}

function tracked(file: DiskFile, inode: Inode): DiskFile {
  return {
    async write(bytes) {
      const count = await file.write(bytes)
      inode.content = Buffer.concat([inode.content, bytes.subarray(0, count)])
      return count
    },
    async sync() {
      const length = inode.content.length
      await file.sync()
      inode.synced = length
    },
    close: () => file.close(),
  }
}

/** Files of a folder, without locks. */
export async function filesIn(directory: string): Promise<Map<string, Buffer>> {
  const names = (await readdir(directory)).filter((name) => !name.startsWith('lock-')).sort()
  return new Map(await Promise.all(names.map(async (name) => [name, await readFile(join(directory, name))] as const)))
}

/** Puts files into a new folder inside another. */
export async function folderOf(files: ReadonlyMap<string, Uint8Array>, directory: string): Promise<string> {
  await mkdir(directory, { recursive: true })
  for (const [name, content] of files) await writeFile(join(directory, name), content)
  return directory
}
