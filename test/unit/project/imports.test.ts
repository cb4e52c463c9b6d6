import { posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Source, sourcesIn } from '../../support/project/sources.ts'

/** What each part may import of ours; itself always. A part is a folder of `server/`, or a file directly in it. */
const RULES: Readonly<Record<string, readonly string[]>> = {
  shared: [],
  client: ['shared'],
  'demo-game': ['client'],
  ...serverRules([
    ['domain', ['shared']],
    ['keys', ['shared', 'domain']],
    ['config', ['shared', 'domain']],
    ['wire', ['shared', 'domain']],
    ['storage', ['shared', 'domain']],
    ['html', ['shared', 'domain', 'keys']],
    ['services', ['shared', 'domain', 'keys', 'config', 'wire', 'storage']],
    ['limits', ['shared', 'domain', 'keys', 'html', 'services']],
    ['oauth', ['shared', 'domain', 'keys', 'config', 'wire', 'storage', 'html', 'services', 'limits']],
    ['account', ['shared', 'domain', 'keys', 'config', 'storage', 'html', 'services', 'limits', 'oauth']],
    ['reference', ['shared', 'html']],
    [
      'http',
      ['shared', 'domain', 'keys', 'config', 'wire', 'storage', 'html', 'services', 'limits', 'oauth', 'reference'],
    ],
    ['realtime', ['shared', 'domain', 'storage', 'services', 'limits', 'oauth']],
    ['sample', ['shared', 'domain', 'config', 'wire', 'storage', 'services']],
    ['cli', ['shared', 'domain', 'keys', 'config', 'storage', 'services']],
    ['app.ts', ['shared', 'storage', 'services', 'limits', 'oauth', 'http']],
    [
      'runtime.ts',
      [
        'shared',
        'keys',
        'config',
        'storage',
        'services',
        'limits',
        'oauth',
        'account',
        'http',
        'realtime',
        'sample',
        'app.ts',
      ],
    ],
    ['log-buffer.ts', []],
    ['process.ts', ['config', 'log-buffer.ts', 'runtime.ts']],
    ['main.ts', ['process.ts']],
  ]),
}

function serverRules(rules: readonly (readonly [string, readonly string[]])[]): Record<string, readonly string[]> {
  const inServer = (part: string) => (part === 'shared' ? part : `server/${part}`)
  return Object.fromEntries(rules.map(([part, may]) => [inServer(part), may.map(inServer)]))
}

const IMPORT = /(?:^|[;\s])(?:import|export)\b[^'"`;]*?\bfrom\s*'([^']+)'|\bimport\s*\(?\s*'([^']+)'/g

function importsOf(source: Source): string[] {
  return [...source.text.matchAll(IMPORT)].map((match) => match[1] ?? match[2] ?? '')
}

/** The part that a file belongs to. */
function partOf(path: string): string {
  const [workspace = '', inside = ''] = path.split('/')
  return workspace === 'server' ? `${workspace}/${inside}` : workspace
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

/** Each file's own imports of files, as pairs of paths. */
function fileEdges(sources: readonly Source[]): [string, string][] {
  return sources.flatMap((source) =>
    importsOf(source)
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier): [string, string] => [source.path, posix.join(posix.dirname(source.path), specifier)]),
  )
}

/** The same between folders; a file in a folder belongs to that folder alone, not to those above it. */
function folderEdges(sources: readonly Source[]): [string, string][] {
  return fileEdges(sources).map(([from, to]) => [posix.dirname(from), posix.dirname(to)])
}

/** The nodes that some path of edges leads back to. */
function inCircles(edges: readonly (readonly [string, string])[]): string[] {
  const targets = new Map<string, Set<string>>()
  for (const [from, to] of edges) if (from !== to) targets.set(from, (targets.get(from) ?? new Set()).add(to))
  const leadsBack = (start: string): boolean => {
    const seen = new Set<string>()
    const next = [start]
    for (let node = next.pop(); node !== undefined; node = next.pop()) {
      for (const target of targets.get(node) ?? []) {
        if (target === start) return true
        if (!seen.has(target)) next.push(target)
        seen.add(target)
      }
    }
    return false
  }
  return [...targets.keys()].filter(leadsBack).sort()
}

const isOtherWorkspace = (part: string, target: string) => part.split('/')[0] !== target.split('/')[0]

const server = sourcesIn('server')
const browser = [...sourcesIn('client'), ...sourcesIn('demo-game')]
const everything = [...sourcesIn('shared'), ...server, ...browser]

/** Paths of the sources that contain the pattern, except where it is allowed. */
function containing(sources: readonly Source[], pattern: RegExp, home: RegExp): string[] {
  return sources.filter(({ path, text }) => !home.test(path) && pattern.test(text)).map(({ path }) => path)
}

const importing = (...packages: string[]) => new RegExp(`from '(?:${packages.join('|')})(?:/[^']*)?'`)

describe('imports', () => {
  it('[RN1] run one way', () => {
    const forbidden = everything.flatMap((source) => forbiddenImports(source).map((to) => `${source.path} -> ${to}`))
    expect(forbidden).toEqual([])
  })

  it('[RN1] form no circle of files, and none of folders', () => {
    expect(inCircles(fileEdges(everything))).toEqual([])
    expect(inCircles(folderEdges(everything))).toEqual([])
  })

  it('[RN1] form no circle: one is found where there is one', () => {
    const sources = [
      { path: 'server/oauth/a.ts', text: "import { b } from './tokens/b.ts'" },
      { path: 'server/oauth/tokens/b.ts', text: "import { c } from './c.ts'" },
      { path: 'server/oauth/tokens/c.ts', text: "import { d } from '../d.ts'" },
    ]
    expect(inCircles(fileEdges(sources))).toEqual([])
    expect(inCircles(folderEdges(sources))).toEqual(['server/oauth', 'server/oauth/tokens'])
  })

  it('[RN1] stand in folders of at most sixteen files', () => {
    const folders = new Map<string, number>()
    for (const { path } of everything) folders.set(posix.dirname(path), (folders.get(posix.dirname(path)) ?? 0) + 1)
    expect([...folders].filter(([, files]) => files > 16)).toEqual([])
  })

  it.each([
    ['server/domain/match.ts', "import { a } from '../storage/storage.ts'"],
    ['server/domain/match.ts', "import type {\n  A,\n  B,\n} from '../services/matches.ts'"],
    ['server/services/matches.ts', "export * from '../http/bind.ts'"],
    ['server/storage/lowdb/open.ts', "import '../../app.ts'"],
    ['server/http/bind.ts', "const load = () => import('../main.ts')"],
    ['server/oauth/oauth.ts', "import type { Match } from '../../shared/matches.ts'"],
    ['client/index.ts', "import { match } from '../server/domain/match.ts'"],
    ['shared/me.ts', "import { createAnte } from '@ante/client'"],
    ['demo-game/main.ts', "import { Match } from '@ante/shared'"],
  ])('[RN1] run one way: %s must not say %s', (path, text) => {
    expect(forbiddenImports({ path, text })).toHaveLength(1)
  })

  it('[RN2] keep Express at the edge, SQL in its store and the environment in main.ts', () => {
    const edge = /^server\/(?:html|limits|http|oauth|account|sample)\/|^server\/app\.ts/
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
