import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { SourceMap } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { Bench, Table } from '../bench.ts'
import type { LifecycleFigures } from '../load/lifecycles.ts'
import { runLoad } from '../server-process.ts'

/** A V8 CPU profile, as far as it is read here. */
interface Profile {
  readonly nodes: readonly {
    readonly id: number
    readonly callFrame: { functionName: string; url: string; lineNumber: number; columnNumber: number }
  }[]
  readonly samples: readonly number[]
  /** Microseconds since the sample before. */
  readonly timeDeltas: readonly number[]
}

/** Where the server's CPU goes in a lifecycle, at full load and at half of it: by folder of ours, by package, and by part of Node. */
export async function runLayers(bench: Bench): Promise<Table> {
  const full = await profile(bench, null)
  const half = await profile(bench, full.rate / 2)
  const total = [...full.costs.values()].reduce((sum, cost) => sum + cost, 0)
  return {
    title: 'Layers',
    columns: ['layer', 'µs a lifecycle', 'share, %', 'µs at half load'],
    rows: [...full.costs]
      .sort(([, one], [, other]) => other - one)
      .filter(([, cost]) => cost >= 1)
      .map(([layer, cost]) => [
        layer,
        Math.round(cost),
        Number(((100 * cost) / total).toFixed(1)),
        Math.round(half.costs.get(layer) ?? 0),
      ]),
    note: 'Self time from a sampling profile of the whole process; idle time is left out.',
  }
}

/** What each layer takes of a lifecycle, in microseconds, at so many lifecycles a second (null: as many as it manages). */
async function profile(bench: Bench, rate: number | null): Promise<{ costs: Map<string, number>; rate: number }> {
  const [few = 0] = bench.sizes
  const file = `${bench.newFolder()}.cpuprofile`
  const ante = await bench.ante({
    stored: few,
    arguments: ['--import', bench.program('profile')],
    env: { PROFILE_FILE: file },
  })
  try {
    const { stderr } = ante.child
    if (!stderr) throw new Error('no standard error')
    const written = once(stderr, 'data')
    const task = bench.lifecycles(ante, { rate })
    const { lifecycles, seconds } = await runLoad<LifecycleFigures>(bench.program('lifecycles'), task, () => {
      ante.child.kill('SIGUSR2')
    })
    await written
    const costs = costByLayer(JSON.parse(await readFile(file, 'utf8')))
    return {
      costs: new Map([...costs].map(([layer, cost]) => [layer, cost / lifecycles])),
      rate: lifecycles / seconds,
    }
  } finally {
    await ante.stop()
  }
}

function costByLayer(profile: Profile): Map<string, number> {
  const layerOf = createLayerOf()
  const layers = new Map(profile.nodes.map(({ id, callFrame }) => [id, layerOf(callFrame)]))
  const costs = new Map<string, number>()
  profile.samples.forEach((id, index) => {
    const layer = layers.get(id) ?? 'unknown'
    if (layer !== IDLE) costs.set(layer, (costs.get(layer) ?? 0) + (profile.timeDeltas[index] ?? 0))
  })
  return costs
}

const IDLE = '(idle)'

/** Names the layer of a function: a folder of the server by the built files' source maps, a package, or a part of Node. */
function createLayerOf() {
  const maps = new Map<string, SourceMap>()

  function sourceMapOf(url: string): SourceMap {
    const map = maps.get(url) ?? new SourceMap(JSON.parse(readFileSync(`${fileURLToPath(url)}.map`, 'utf8')))
    maps.set(url, map)
    return map
  }

  return ({ functionName, url, lineNumber, columnNumber }: Profile['nodes'][number]['callFrame']): string => {
    if (url === '')
      return functionName === '(garbage collector)' || functionName === IDLE ? functionName : 'native code'
    if (url.startsWith('node:')) return url.split('/').slice(0, 2).join('/')
    return url.includes('/server/dist/')
      ? sourceAt(sourceMapOf(url), lineNumber, columnNumber)
      : (packageOf(url) ?? url)
  }
}

/** The package, or the folder of the source, that a place in a built file comes from. */
function sourceAt(map: SourceMap, line: number, column: number): string {
  const entry = map.findEntry(line, column)
  const path = 'originalSource' in entry ? entry.originalSource.replace(/^(?:\.\.\/)+/, '') : 'server'
  const folder = path.split('/').slice(0, -1).join('/')
  return packageOf(path) ?? (folder.startsWith('shared') ? folder : `server/${folder.replace(/^server\//, '')}`)
}

const packageOf = (path: string) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]
