import { once } from 'node:events'
import { connect, createServer, type Server } from 'node:net'
import { hostname } from 'node:os'

/** A process that listens in the same folder. */
export interface Neighbour {
  /** Whether it says that the folder is its own; false while it is still looking around, or does not answer. */
  readonly held: boolean
  readonly pid?: number
  readonly host?: string
}

/** What a listening lock tells those who ask. */
interface LockState {
  held: boolean
}

/** A process that is busy reading its store answers late; it is alive all the same. */
const ANSWER_WITHIN_MS = 500

/** Listens on a local address without keeping the process alive, and tells who asks who we are. */
export async function listenAt(address: string): Promise<{ server: Server; state: LockState }> {
  const state: LockState = { held: false }
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.end(JSON.stringify({ held: state.held, pid: process.pid, host: hostname() }))
  })
  server.listen(address)
  await once(server, 'listening')
  server.unref()
  return { server, state }
}

/** Who listens there; null when nobody does any more. */
export function probe(address: string): Promise<Neighbour | null> {
  return new Promise((resolve) => {
    let answer = ''
    const socket = connect(address)
    socket.setEncoding('utf8').setTimeout(ANSWER_WITHIN_MS)
    socket.on('data', (text) => {
      answer += text
    })
    socket.on('timeout', () => socket.destroy())
    socket.on('close', () => resolve(neighbourIn(answer)))
    socket.on('error', (error) => {
      const isDead = 'code' in error && (error.code === 'ECONNREFUSED' || error.code === 'ENOENT')
      resolve(isDead ? null : { held: false })
    })
  })
}

function neighbourIn(answer: string): Neighbour {
  try {
    return JSON.parse(answer)
  } catch {
    return { held: false }
  }
}
