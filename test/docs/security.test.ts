import { expect, it } from 'vitest'
import { readSource, sourcesIn } from '../support/project/sources.ts'

const page = readSource('docs/security.md')
const spec = readSource('test/SPEC.md')
const tests = sourcesIn('test')

it('[DC52] names promises that were made', () => {
  const named = new Set([...page.matchAll(/\b(?:OA|ST|OP|EE|HT|CL|RT|RN)\d+\b/g)].map(([number]) => number))
  expect(named.size).toBeGreaterThan(40)
  expect([...named].filter((number) => !spec.includes(`**${number}**`))).toEqual([])
})

it('[DC52] names, for each attack, tests that try it', () => {
  const table = page.split('## Attacks, and the tests that try them')[1]?.split('\n## ')[0] ?? ''
  const rows = [...table.matchAll(/^\| (?!attack|---)(.+?) \| (.+?) \|$/gm)]
  expect(rows.length).toBeGreaterThan(20)
  for (const [, attack = '', cell = ''] of rows) {
    const named = [...cell.matchAll(/((?:[A-Z]{2}\d+(?:, )?)+) \(([^)]+)\)/g)]
    expect(named.length, attack).toBeGreaterThan(0)
    for (const [, numbers = '', files = ''] of named) {
      const paths = [...files.matchAll(/`([\w/-]+)`/g)].map(([, file]) => new RegExp(`/${file}\\.test\\.ts$`))
      for (const number of numbers.match(/[A-Z]{2}\d+/g) ?? []) {
        const held = tests.filter(
          ({ path, text }) =>
            text.includes(`[${number}]`) && (paths.length === 0 || paths.some((one) => one.test(path))),
        )
        expect(held.length, `${attack}: ${number} in ${files}`).toBeGreaterThan(0)
      }
    }
  }
})

it('[DC52] says of each section of RFC 9700 where Ante stands', () => {
  const table = page.split('## RFC 9700, point by point')[1]?.split('\n## ')[0] ?? ''
  const sections = new Set([...table.matchAll(/^\| ([\d., ]+) \|/gm)].flatMap(([, cell = '']) => cell.split(', ')))
  const attacks = Array.from({ length: 17 }, (_, index) => `4.${index + 1}`)
  expect(
    [...attacks, '2.1', '2.1.1', '2.1.2', '2.2.1', '2.2.2', '2.3', '2.4', '2.5', '2.6'].filter(
      (one) => !sections.has(one),
    ),
  ).toEqual([])
})
