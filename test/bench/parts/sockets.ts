import { once } from 'node:events'
import type { Bench, Table } from '../bench.ts'
import { SettlementSocket } from '../load/events.ts'
import type { BenchServer } from '../server-process.ts'

/** Memory of a socket that is open and idle. */
export async function runSockets(bench: Bench): Promise<Table> {
  const [few = 0] = bench.sizes
  const ante = await bench.ante({
    stored: few,
    arguments: ['--expose-gc', '--import', bench.program('report-heap')],
  })
  const sockets: SettlementSocket[] = []
  try {
    const before = await settledMemory(ante)
    for (let n = 0; n < bench.sockets; n++) {
      sockets.push(await SettlementSocket.open(ante.origin, ante.tokens[n % ante.tokens.length] ?? ''))
    }
    const after = await settledMemory(ante)
    const each = (after - before) / bench.sockets
    return {
      title: 'Sockets',
      columns: ['open', 'resident memory of each, KB', 'in 1 GB'],
      rows: [[bench.sockets, Number((each / 1000).toFixed(1)), Math.round(1e9 / each)]],
      note: 'Signed-in sockets that wait for events, as a server sees them; the kernel’s memory is not in it.',
    }
  } finally {
    for (const socket of sockets) socket.close()
    await ante.stop()
  }
}

/** Resident memory after a garbage collection. */
async function settledMemory(ante: BenchServer): Promise<number> {
  const { stderr } = ante.child
  if (!stderr) throw new Error('no standard error')
  for (let n = 0; n < 3; n++) {
    const collected = once(stderr, 'data')
    ante.child.kill('SIGUSR2')
    await collected
  }
  return ante.memory()
}
