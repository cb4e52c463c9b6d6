import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { root } from '../../../scripts/root.mjs'

/** Where the package keeps its WebGL template. */
export const TEMPLATE = join(root, 'client/unity/com.ante.runtime/WebGLTemplate~/Ante')

/** The template's page as a build has it: Unity runs `#if` lines and `{{{ }}}` expressions with the build's values. */
export async function templatePage(values: Record<string, string | boolean>): Promise<string> {
  const source = await readFile(join(TEMPLATE, 'index.html'), 'utf8')
  const kept: string[] = []
  let isIn = true
  for (const line of source.split('\n')) {
    const condition = /^#if (\w+)$/.exec(line)?.[1]
    if (condition !== undefined) isIn = Boolean(values[condition])
    else if (line === '#endif') isIn = true
    else if (isIn) kept.push(line)
  }
  return kept
    .join('\n')
    .replace(/\{\{\{(.+?)\}\}\}/g, (_, expression: string) => String(runInNewContext(expression, values)))
}
