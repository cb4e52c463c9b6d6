import { expect, it } from 'vitest'
import { readSource, sourcesIn } from '../../support/project/sources.ts'

const spec = readSource('test/SPEC.md')
const promises = [...spec.matchAll(/^- \*\*([A-Z]{2}\d+)\*\*/gm)].map((match) => match[1] ?? '')

/** Numbers that begin a string in a test: titles of `it`, also of tables and templates. */
const named = new Set(
  sourcesIn('test').flatMap(({ text }) => [...text.matchAll(/['"`]\[([A-Z]{2}\d+)\]/g)].map((match) => match[1] ?? '')),
)

/** Each list of promises between two headings. */
const lists = spec
  .split(/^##+ /m)
  .map((list) => [...list.matchAll(/^- \*\*[A-Z]{2}(\d+)\*\*/gm)].map((match) => Number(match[1])))

/** The promises of each section, by the two letters in its heading. */
const sections = spec
  .split(/^## /m)
  .slice(1)
  .map((section) => ({
    letters: /\(([A-Z]{2})\)/.exec(section)?.[1],
    numbers: [...section.matchAll(/^- \*\*([A-Z]{2})\d+\*\*/gm)].map((match) => match[1]),
  }))

it('[RN5] has a test for every promise', () => {
  expect(promises.length).toBeGreaterThan(0)
  expect(promises.filter((promise) => !named.has(promise))).toEqual([])
})

it('[RN5] names no promise that was never made', () => {
  expect([...named].filter((number) => !promises.includes(number))).toEqual([])
})

it('[RN5] numbers every promise once, under the letters of its section', () => {
  expect(promises.filter((promise, index) => promises.indexOf(promise) !== index)).toEqual([])
  for (const { letters, numbers } of sections) expect(new Set([letters, ...numbers])).toEqual(new Set([letters]))
})

it('[RN5] numbers promises in ascending order in each list', () => {
  for (const list of lists) expect(list).toEqual([...list].sort((a, b) => a - b))
})
