import { once } from 'node:events'
import type { Bench, Table } from '../bench.ts'
import type { LifecycleFigures } from '../load/lifecycles.ts'
import { runLoad } from '../server-process.ts'

/** How many promises the server makes for a lifecycle at full load. */
export async function runPromises(bench: Bench): Promise<Table> {
  const [few = 0] = bench.sizes
  const ante = await bench.ante({ stored: few, arguments: ['--import', bench.program('count-promises')] })
  try {
    const counts: Promise<number>[] = []
    const { stderr } = ante.child
    if (!stderr) throw new Error('no standard error')
    const count = async () => {
      const said = once(stderr, 'data')
      ante.child.kill('SIGUSR2')
      return Number(/promises (\d+)/.exec(String((await said)[0]))?.[1])
    }
    const task = bench.lifecycles(ante, { seconds: bench.seconds / 2 })
    const program = bench.program('lifecycles')
    const { lifecycles } = await runLoad<LifecycleFigures>(program, task, () => counts.push(count()))
    const [before = 0, after = 0] = await Promise.all(counts)
    return {
      title: 'Promises',
      columns: ['what', 'promises'],
      rows: [['a lifecycle', Math.round((after - before) / lifecycles)]],
      note: 'Every promise of the server process, counted by an async hook, divided by the lifecycles.',
    }
  } finally {
    await ante.stop()
  }
}
