import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** Where a connection is cut: before so many pieces of data have gone that way, counted from `cutAt` on. */
export interface Cut {
  readonly direction: 'to the server' | 'from the server'
  readonly after: number
}

/** Stands between a store and its database, and cuts connections. */
export interface CuttingProxy {
  readonly port: number
  /** Cuts the next connection that comes this far; tells later whether one did. */
  cutAt(cut: Cut): { happened(): boolean }
  /** Cuts every connection there is. */
  cutAll(): void
  close(): Promise<void>
}

/** A proxy to a port of this machine. A cut is as of a network that is gone: the other side is not told for a while. */
export async function startProxy(target: number): Promise<CuttingProxy> {
  const pairs = new Set<{ client: Socket; server: Socket }>()
  let cut: (Cut & { seen: number; done: boolean }) | null = null

  const proxy = createServer((client) => {
    const server = connect(target, '127.0.0.1')
    const pair = { client, server }
    pairs.add(pair)
    const end = () => {
      client.destroy()
      server.destroy()
      pairs.delete(pair)
    }
    const pass = (from: Socket, to: Socket, direction: Cut['direction']) => {
      from.on('data', (data) => {
        if (cut && !cut.done && cut.direction === direction && cut.seen++ >= cut.after) {
          cut.done = true
          end()
        } else to.write(data)
      })
      from.on('error', end)
      from.on('close', end)
    }
    pass(client, server, 'to the server')
    pass(server, client, 'from the server')
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const address = proxy.address()
  if (typeof address !== 'object' || address === null) throw new Error('no port')

  const cutAll = () => {
    for (const { client, server } of pairs) {
      client.destroy()
      server.destroy()
    }
    pairs.clear()
  }
  return {
    port: address.port,
    cutAt(wanted) {
      const set = { ...wanted, seen: 0, done: false }
      cut = set
      return { happened: () => set.done }
    },
    cutAll,
    async close() {
      proxy.close()
      cutAll()
      await once(proxy, 'close')
    },
  }
}
