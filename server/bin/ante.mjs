#!/usr/bin/env node
import { existsSync } from 'node:fs'

/** The `ante` command: runs what was built, and builds it first where nothing was yet. */
const built = new URL('../dist/cli.js', import.meta.url)

if (!existsSync(built)) {
  const { build } = await import('esbuild')
  const { serverBuild } = await import('../../scripts/build/server.mjs')
  await build(serverBuild())
}
await import(built.href)
