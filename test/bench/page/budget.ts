import type { Table } from '../bench.ts'
import type { Results } from './results.ts'

/** Groups of layers, with what they took of a lifecycle before the way of a call was redone, and what they may take, in µs. */
const GROUPS: readonly { name: string; of: RegExp; before: number | null; budget: number }[] = [
  {
    name: 'HTTP of Node',
    of: /^node:(_http|net|internal\/(stream|net|timers)|events|buffer|internal\/(url|buffer|util|dtrace))/,
    before: null,
    budget: 250,
  },
  {
    name: 'dispatch, headers, binding',
    of: /^server\/http|^(express|router|helmet|forwarded|proxy-addr|ipaddr\.js|body-parser)$/,
    before: 1000,
    budget: 120,
  },
  {
    name: 'token check',
    of: /^server\/(oauth|limits)|^(oidc-provider|koa|rate-limiter-flexible)$|^node:internal\/(crypto|async)/,
    before: 480,
    budget: 60,
  },
  { name: 'services and domain', of: /^server\/(services|domain|wire)|^shared/, before: 320, budget: 150 },
  { name: 'store and journal', of: /^server\/storage/, before: 560, budget: 300 },
  { name: 'validation (zod)', of: /^zod/, before: 120, budget: 50 },
  { name: 'sockets', of: /^server\/realtime|^(socket\.io|engine\.io|ws|debug)/, before: 160, budget: 80 },
  { name: 'log (pino)', of: /^(pino|sonic-boom|quick-format)/, before: 160, budget: 40 },
  { name: 'garbage collector', of: /^\(garbage/, before: 240, budget: 120 },
  { name: 'native code and system calls', of: /^native code/, before: null, budget: 350 },
]

/** The layers of a lifecycle, grouped, beside their budgets. */
export function budgetOf({ layers }: Results): Table {
  const groups = new Map<string, number>()
  for (const [layer, microseconds] of layers?.rows ?? []) {
    const name = GROUPS.find(({ of }) => of.test(String(layer)))?.name ?? 'others'
    groups.set(name, (groups.get(name) ?? 0) + Number(microseconds))
  }
  return {
    title: 'The budget of a lifecycle',
    columns: ['layer', 'before, µs', 'now, µs', 'budget, µs'],
    rows: [
      ...GROUPS.map(({ name, before, budget }) => [name, before ?? '–', groups.get(name) ?? 0, budget]),
      ['others', '–', groups.get('others') ?? 0, 60],
    ],
    note: '',
  }
}
