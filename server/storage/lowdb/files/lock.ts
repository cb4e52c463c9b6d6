import { createHash, randomBytes, randomInt } from 'node:crypto'
import { chmod, open, readdir, realpath, rename, rm } from 'node:fs/promises'
import type { Server } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { listenAt, type Neighbour, probe } from './lock-socket.ts'

/** Keeps every other process out of a folder, until it is released or this process ends, however it ends. */
export interface FolderLock {
  release(): Promise<void>
}

/** Another process uses the folder. */
export class FolderInUse extends Error {
  override readonly name = 'FolderInUse'
}

const SOCKET = /^lock-[0-9a-f]{12}\.sock$/
const ATTEMPTS = 6
/** `sun_path` less its final zero: 108 bytes on Linux, 104 elsewhere. */
const MAX_ADDRESS = process.platform === 'linux' ? 107 : 103

/**
 * Takes the folder for this process, or throws `FolderInUse`. The lock is a listening local socket, so the kernel lets go
 * of it with the process; a process id would mean nothing in a container, where it is 1 every time.
 */
export function lockFolder(directory: string): Promise<FolderLock> {
  return process.platform === 'win32' ? lockByPipe(directory) : lockBySocket(directory)
}

/** On Windows a named pipe can be listened to once and leaves nothing behind. */
async function lockByPipe(directory: string): Promise<FolderLock> {
  const name = createHash('sha256')
    .update(await realpath(directory))
    .digest('hex')
  const address = `\\\\.\\pipe\\ante-${name}`
  try {
    const { server } = await listenAt(address)
    return { release: () => close(server) }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') throw inUse(directory, null)
    throw error
  }
}

/**
 * Every starter first publishes a socket under a name that nobody ever had before, and then looks at the others: of two
 * that start at once at least one sees the other and steps back. A dead socket's name never comes back to life, so it can
 * be removed without a race.
 */
async function lockBySocket(directory: string): Promise<FolderLock> {
  const folder = await addressesIn(directory)
  try {
    for (let attempt = 1; ; attempt++) {
      const own = await publish(directory, folder.addressOf)
      const others = await livingNeighbours(directory, folder.addressOf, own.name)
      if (others.length === 0) {
        own.state.held = true
        return { release: () => own.withdraw().finally(folder.close) }
      }
      await own.withdraw()
      const holder = others.find((other) => other.held)
      if (holder || attempt === ATTEMPTS) throw inUse(directory, holder ?? others[0] ?? null)
      await delay(randomInt(20, 150))
    }
  } catch (error) {
    await folder.close()
    throw error
  }
}

async function publish(directory: string, addressOf: (name: string) => string) {
  const name = `lock-${randomBytes(6).toString('hex')}.sock`
  // Listens before it has its name: a socket that others find and that refuses is a dead one.
  const unpublished = `${name}.new`
  const { server, state } = await listenAt(addressOf(unpublished)).catch((error: Error) => {
    throw new Error(
      `The data folder ${directory} cannot be locked (${error.message}). It has to be writable, and on a local file system.`,
      { cause: error },
    )
  })
  const withdraw = async () => {
    await rm(join(directory, name), { force: true })
    await close(server)
  }
  try {
    await chmod(join(directory, unpublished), 0o600)
    await rename(join(directory, unpublished), join(directory, name))
  } catch (error) {
    await withdraw()
    throw error
  }
  return { name, state, withdraw }
}

async function livingNeighbours(directory: string, addressOf: (name: string) => string, own: string) {
  const living: Neighbour[] = []
  for (const name of await readdir(directory)) {
    if (!SOCKET.test(name) || name === own) continue
    const neighbour = await probe(addressOf(name))
    if (neighbour) living.push(neighbour)
    else await rm(join(directory, name), { force: true })
  }
  return living
}

/** How the sockets in a folder are addressed: by their path, or on Linux past an open handle where that is too long. */
async function addressesIn(directory: string) {
  const longest = join(directory, `lock-${'0'.repeat(12)}.sock.new`)
  if (Buffer.byteLength(longest) <= MAX_ADDRESS) {
    return { addressOf: (name: string) => join(directory, name), close: async () => {} }
  }
  if (process.platform !== 'linux') {
    const most = MAX_ADDRESS - (Buffer.byteLength(longest) - Buffer.byteLength(directory))
    throw new Error(
      `The path of the data folder ${directory} is too long to be locked: at most ${most} bytes are possible`,
    )
  }
  const handle = await open(directory, 'r')
  return { addressOf: (name: string) => `/proc/self/fd/${handle.fd}/${name}`, close: () => handle.close() }
}

function inUse(directory: string, other: Neighbour | null): FolderInUse {
  const who = other?.pid === undefined ? '' : ` (process ${other.pid} on ${other.host})`
  return new FolderInUse(
    `The data folder ${directory} is in use by another Ante${who}. Stop that one first, or choose another DATA_DIR.`,
  )
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()))
}
