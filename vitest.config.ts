import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { missingTools, TOOLS } from './scripts/tools.mjs'

const project = (name: string, options: { timeout?: number; parallel?: boolean; group?: number } = {}) => ({
  extends: true as const,
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    benchmark: { include: [] },
    testTimeout: options.timeout ?? 10_000,
    hookTimeout: options.timeout ?? 20_000,
    fileParallelism: options.parallel ?? true,
    ...(options.group !== undefined && { sequence: { groupOrder: options.group } }),
  },
})

/** A test that is tagged with a tool is skipped where the tool is missing. */
const missing = new Set(missingTools().map(({ name }) => name))
const tags = TOOLS.map(({ name }) => ({ name, description: `needs ${name}`, ...(missing.has(name) && { skip: true }) }))

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    tags,
    // Vitest leaves one core free, which on two cores is half of the machine.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      project('unit'),
      {
        extends: true as const,
        test: {
          name: 'bench',
          include: ['test/bench/**/*.test.ts'],
          testTimeout: 180_000,
          benchmark: { include: ['test/bench/**/*.bench.ts'] },
        },
      },
      project('model', { timeout: 120_000 }),
      project('contract', { timeout: 30_000 }),
      project('http', { timeout: 30_000 }),
      project('crash', { timeout: 180_000, parallel: false }),
      project('postgres', { timeout: 180_000, parallel: false }),
      // They wait for browsers most of the time, so two at once fit on two cores, once the others are done.
      project('e2e', { timeout: 120_000, group: 1 }),
      project('unity', { timeout: 180_000, parallel: false }),
      project('docs', { timeout: 120_000, parallel: false }),
    ],
  },
})
