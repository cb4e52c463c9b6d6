import { posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Source, sourcesIn } from '../support/sources.ts'

/** What each part may import of ours; itself always. Files directly in `server/` that are not named are `server`. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  shared: [],
  client: ['shared'],
  'demo-game': ['client'],
  'server/domain': ['shared'],
  'server/wire': ['shared', 'server/domain'],
  'server/storage': ['shared', 'server/domain'],
  server: ['shared', 'server/domain'],
  'server/services': ['shared', 'server/domain', 'server/wire', 'server/storage', 'server'],
  'server/oauth': ['shared', 'server/domain', 'server/wire', 'server/storage', 'server/services', 'server'],
}
const EDGE = [...(MAY_IMPORT['server/oauth'] ?? []), 'server/oauth']
const APP = [...EDGE, 'server/http', 'server/realtime']
const RULES: Readonly<Record<string, readonly string[]>> = {
  ...MAY_IMPORT,
  'server/http': EDGE,
  'server/realtime': EDGE,
  'server/cli': EDGE,
  'server/app.ts': APP,
  'server/demo.ts': [],
  'server/sample.ts': [...APP, 'server/demo.ts'],
  'server/runtime.ts': [...APP, 'server/app.ts', 'server/sample.ts'],
  'server/process.ts': ['server', 'server/runtime.ts'],
  'server/main.ts': ['server/process.ts'],
}

const IMPORT = /(?:^|[;\s])(?:import|export)\b[^'"`;]*?\bfrom\s*'([^']+)'|\bimport\s*\(?\s*'([^']+)'/g

function importsOf(source: Source): string[] {
  return [...source.text.matchAll(IMPORT)].map((match) => match[1] ?? match[2] ?? '')
}

/** The part that a file belongs to. */
function partOf(path: string): string {
  const [workspace = '', inside = ''] = path.split('/')
  const part = `${workspace}/${inside}`
  if (workspace !== 'server') return workspace
  return part in RULES || !inside.endsWith('.ts') ? part : 'server'
}

/** The part that an import leads to; undefined for a package of others. */
function targetOf(source: Source, specifier: string): string | undefined {
  if (specifier.startsWith('@ante/')) return specifier.slice('@ante/'.length)
  if (!specifier.startsWith('.')) return undefined
  return partOf(posix.join(posix.dirname(source.path), specifier))
}

/** A line for each import that leads where it must not. */
function forbiddenImports(source: Source): string[] {
  const part = partOf(source.path)
  return importsOf(source).filter((specifier) => {
    const target = targetOf(source, specifier)
    if (target === undefined || target === part) return false
    return !(RULES[part] ?? []).includes(target) || (isOtherWorkspace(part, target) && specifier.startsWith('.'))
  })
}

const isOtherWorkspace = (part: string, target: string) => part.split('/')[0] !== target.split('/')[0]

const server = sourcesIn('server')
const browser = [...sourcesIn('client'), ...sourcesIn('demo-game')]
const everything = [...sourcesIn('shared'), ...server, ...browser]

/** Paths of the sources that contain the pattern, except where it is at home. */
function containing(sources: readonly Source[], pattern: RegExp, home: RegExp): string[] {
  return sources.filter(({ path, text }) => !home.test(path) && pattern.test(text)).map(({ path }) => path)
}

const importing = (...packages: string[]) => new RegExp(`from '(?:${packages.join('|')})(?:/[^']*)?'`)

describe('imports', () => {
  it('[RN1] run one way', () => {
    const forbidden = everything.flatMap((source) => forbiddenImports(source).map((to) => `${source.path} -> ${to}`))
    expect(forbidden).toEqual([])
  })

  it.each([
    ['server/domain/match.ts', "import { a } from '../storage/storage.ts'"],
    ['server/domain/match.ts', "import type {\n  A,\n  B,\n} from '../services/matches.ts'"],
    ['server/services/matches.ts', "export * from '../http/bind.ts'"],
    ['server/storage/lowdb/open.ts', "import '../../app.ts'"],
    ['server/http/bind.ts', "const load = () => import('../main.ts')"],
    ['server/oauth/provider.ts', "import type { Match } from '../../shared/matches.ts'"],
    ['client/index.ts', "import { match } from '../server/domain/match.ts'"],
    ['shared/me.ts', "import { createAnte } from '@ante/client'"],
    ['demo-game/main.ts', "import { Match } from '@ante/shared'"],
  ])('[RN1] run one way: %s must not say %s', (path, text) => {
    expect(forbiddenImports({ path, text })).toHaveLength(1)
  })

  it('[RN2] keep Express at the edge, SQL in its store and the environment in main.ts', () => {
    const edge = /^server\/(?:http\/|oauth\/|app\.ts|main\.ts|demo\.ts)/
    expect(containing(server, importing('express', 'express-serve-static-core'), edge)).toEqual([])
    const postgres = /^server\/storage\/postgres\//
    const statement = /\b(?:SELECT .+ FROM|INSERT INTO|UPDATE \w+ SET|DELETE FROM|CREATE TABLE)\b/
    expect(containing(server, importing('pg', 'kysely', 'postgres'), postgres)).toEqual([])
    expect(containing(server, statement, postgres)).toEqual([])
    expect(containing(server, /\bprocess\.env\b/, /^server\/(?:cli\/)?main\.ts$/)).toEqual([])
  })

  it('[RN3] leave time and chance to the composition root', () => {
    const rules = server.filter(({ path }) => /^server\/(?:domain|services)\//.test(path))
    const impure = /\bDate\.now\b|\bnew Date\(\)|\brandom(?:Bytes|UUID|Int)\b|\bMath\.random\b/
    expect(containing(rules, impure, /^$/)).toEqual([])
    const domain = rules.filter(({ path }) => path.startsWith('server/domain/'))
    expect(containing(domain, /\bawait\b|\bfrom 'node:(?!crypto')/, /^$/)).toEqual([])
  })

  it('[RN4] bring no full zod into a browser', () => {
    const shipped = [...sourcesIn('shared'), ...browser]
    expect(containing(shipped, /from 'zod(?!\/mini')/, /^$/)).toEqual([])
  })
})
