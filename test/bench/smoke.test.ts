import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import type { Table } from './bench.ts'

it('[RN30] the benchmark runs and prints every figure', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['scripts/bench.mjs', '--smoke', '--json'])
  const tables: Record<string, Table> = JSON.parse(stdout)
  expect(Object.keys(tables)).toEqual([
    'lifecycles',
    'growth',
    'calls',
    'promises',
    'layers',
    'start',
    'memory',
    'checkpoint',
    'look-up',
    'sockets',
    'soak',
    'postgres',
    'postgres-http',
  ])
  for (const { columns, rows } of Object.values(tables)) {
    expect(rows.length).toBeGreaterThan(0)
    for (const row of rows) {
      expect(row).toHaveLength(columns.length)
      expect(row.every((cell) => typeof cell === 'string' || cell >= 0)).toBe(true)
    }
  }
})
