import type { ClientToServer, PlayerEvent, Ready, ServerToClient } from '@ante/shared'
import { io, type Socket } from 'socket.io-client'
import type { World } from '../load/players.ts'
import type { Findings } from './findings.ts'

type PlayerSocket = Socket<ServerToClient, ClientToServer>

/** A listener for each player, who keeps every event that was ever pushed and asks for what was missed. */
export class Pushes {
  readonly #world: World
  readonly #findings: Findings
  readonly #rows = new Map<number, PlayerEvent[]>()
  #sockets: PlayerSocket[] = []

  constructor(world: World, findings: Findings) {
    this.#world = world
    this.#findings = findings
  }

  /** What a player was pushed, from the first event on. */
  rowsOf(player: number): readonly PlayerEvent[] {
    return this.#rows.get(player) ?? []
  }

  get count(): number {
    return [...this.#rows.values()].reduce((sum, rows) => sum + rows.length, 0)
  }

  /** Connects everybody, each from after the last event that was seen, and resolves once all are let in. */
  async connect(): Promise<void> {
    await Promise.all(this.#world.players.map(({ id }) => this.#listen(id)))
  }

  disconnect(): void {
    for (const socket of this.#sockets.splice(0)) socket.disconnect()
  }

  async #listen(player: number): Promise<void> {
    const rows = this.#rows.get(player) ?? []
    this.#rows.set(player, rows)
    const auth = { token: this.#world.tokens.get(player), after: rows.length }
    const options = { auth, forceNew: true, reconnection: false, transports: ['websocket'] }
    const socket: PlayerSocket = io(this.#world.url, options)
    this.#sockets.push(socket)
    socket.on('event', (event) => {
      const { seq } = event
      const expected = rows.length + 1
      this.#findings.expect('ST62', seq === expected, () => `player ${player} is pushed ${seq}, not ${expected}`)
      rows.push(event)
    })
    const ready = await new Promise<Ready | null>((resolve) => {
      socket.once('ready', resolve)
      for (const end of ['connect_error', 'disconnect'] as const) socket.once(end, () => resolve(null))
    })
    if (ready === null) return
    const isWhole = !ready.gap && ready.last_seq >= auth.after
    this.#findings.expect('ST62', isWhole, () => `player ${player}, seen up to ${auth.after}: ${JSON.stringify(ready)}`)
  }
}
