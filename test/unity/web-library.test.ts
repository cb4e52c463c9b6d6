import { transform } from 'esbuild'
import { expect, it } from 'vitest'
import { PACKAGE } from '../../scripts/unity-meta.mjs'
import { readSource } from '../support/project/sources.ts'

/** Whether nothing in a script is newer than ES5: then there is nothing to rewrite for it. */
async function isES5(script: string): Promise<boolean> {
  const [oldest, newest] = await Promise.all(['es5', 'esnext'].map((target) => transform(script, { target })))
  return oldest?.code === newest?.code
}

it('[UN34] the WebGL library is ES5', async () => {
  const library = readSource(`${PACKAGE}/Runtime/Unity/Web/AnteWeb.jslib`).replace(/\{\{\{.*?\}\}\}/g, 'macro')
  expect(await isES5(library)).toBe(true)
  expect(await isES5('var newer = (a) => a')).toBe(false)
  expect(await isES5('var newer = `text`')).toBe(false)
})
