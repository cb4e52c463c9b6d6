import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { documentsIn, readSource } from '../support/project/sources.ts'

const root = join(import.meta.dirname, '../..')
const DOCUMENTS = ['README.md', 'CONTRIBUTING.md', ...documentsIn('docs'), ...documentsIn('test')]
const BUILT = /\/(?:dist|node_modules|artifacts)\//

it.each(DOCUMENTS)('[DC53] %s names files and folders that are there', (document) => {
  const named = [...readSource(document).matchAll(/`((?:client|demo-game|scripts|server|shared|test)\/[\w./-]*)`/g)]
  const missing = named
    .map(([, path = '']) => path)
    .filter((path) => !BUILT.test(path) && !existsSync(join(root, path)))
  expect(missing).toEqual([])
})

it('[DC53] the page about the tests has every project of vitest', () => {
  const page = readSource('test/README.md')
  const projects = [...readSource('vitest.config.ts').matchAll(/\b(?:project\(|name: )'(\w+)'/g)].map(
    ([, name]) => name,
  )
  expect(projects.length).toBeGreaterThan(5)
  expect(projects.filter((name) => !page.includes(`| \`${name}\` |`))).toEqual([])
})

it('[DC53] the page about the architecture has every module of the server', () => {
  const page = readSource('docs/architecture.md')
  const modules = readdirSync(join(root, 'server'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !['bin', 'dist', 'node_modules'].includes(entry.name))
    .map(({ name }) => `server/${name}/`)
  expect(modules.filter((name) => !page.includes(`\`${name}\``))).toEqual([])
})
