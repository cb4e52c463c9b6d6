import type { ClientToServer, PlayerEvent, ServerToClient } from '@ante/shared'
import { io, type Socket } from 'socket.io-client'
import { expect, onTestFinished } from 'vitest'
import { MATCHES } from '../ante.ts'
import { eventually } from '../eventually.ts'
import type { Nodes } from './nodes.ts'
import type { PairPlayer } from './pairs.ts'

/** How long until a socket that was refused connects again, in milliseconds. */
const AGAIN = 200
/** How long the last events may take, in seconds. */
const LATEST = 30

/** What one player is told over a socket that connects again whenever it was lost, from the first event on. */
export class ToldEvents {
  readonly #nodes: Nodes
  readonly #player: PairPlayer
  readonly #events: PlayerEvent[] = []
  /** How often it was connected. */
  connections = 0

  constructor(nodes: Nodes, player: PairPlayer, url: string) {
    this.#nodes = nodes
    this.#player = player
    const socket: Socket<ServerToClient, ClientToServer> = io(url, {
      auth: (send) => send({ token: player.token, after: this.#events.length }),
      forceNew: true,
      transports: ['websocket'],
      reconnectionDelayMax: AGAIN,
    })
    socket.on('event', (event) => this.#events.push(event))
    socket.on('connect', () => {
      this.connections += 1
    })
    const timer = setInterval(() => {
      if (!socket.connected && !socket.active) socket.connect()
    }, AGAIN)
    onTestFinished(() => {
      clearInterval(timer)
      socket.disconnect()
    })
  }

  /** That it was told every event that there is, each once and in order, and no other. */
  async expectAll(): Promise<void> {
    const stored = await this.#stored()
    await eventually(async () => (this.#events.length >= stored.length ? true : null), LATEST)
    expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, index) => index + 1))
    expect(this.#events).toEqual(stored)
  }

  async #stored(): Promise<PlayerEvent[]> {
    const stored: PlayerEvent[] = []
    for (;;) {
      const path = `${MATCHES}/me/events.json?after=${stored.length}`
      const { body } = await this.#nodes.send({ method: 'GET', path, token: this.#player.token })
      if (body.events.length === 0) return stored
      stored.push(...body.events)
    }
  }
}
