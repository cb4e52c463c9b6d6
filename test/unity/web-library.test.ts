import { transform } from 'esbuild'
import { expect, it } from 'vitest'
import { PACKAGE } from '../../scripts/unity-meta.mjs'
import { readSource } from '../support/project/sources.ts'

/** Whether nothing in a script is newer than ES5: then esbuild finds nothing to rewrite for it. */
async function isES5(script: string): Promise<boolean> {
  const oldest = await transform(script, { target: 'es5' })
  // Printed for a new target, `{ a: a }` would become `{ a }`.
  const asWritten = await transform(script, { target: 'esnext', supported: { 'object-extensions': false } })
  return oldest.code === asWritten.code
}

it('[UN34] the WebGL library is ES5', async () => {
  const library = readSource(`${PACKAGE}/Runtime/Unity/Web/AnteWeb.jslib`).replace(/\{\{\{.*?\}\}\}/g, 'macro')
  expect(await isES5(library)).toBe(true)
  expect(await isES5('var newer = (a) => a')).toBe(false)
  expect(await isES5('var newer = `text`')).toBe(false)
})
