import { defineConfig } from 'vitest/config'

const project = (name: string, options: { timeout?: number; parallel?: boolean } = {}) => ({
  extends: true as const,
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    benchmark: { include: [] },
    testTimeout: options.timeout ?? 10_000,
    hookTimeout: options.timeout ?? 20_000,
    fileParallelism: options.parallel ?? true,
  },
})

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
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
      project('e2e', { timeout: 120_000, parallel: false }),
      project('docs', { timeout: 120_000, parallel: false }),
    ],
  },
})
