import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The compiler's declarations that make up the public API, without the endings. */
const SOURCES = [
  'shared/problem',
  'shared/currencies',
  'client/api/errors',
  'client/api/types',
  'client/api/events',
  'client/api/options',
  'client/api/attempt',
  'client/api/ante',
  'client/create-ante',
  'client/random/ante-random',
]
/** A top-level statement of a declaration file, with the comment before it. */
const STATEMENT = /(?:\/\*\*(?:[^*]|\*(?!\/))*\*\/\n)?^(?:export |import |declare ).*(?:\n(?:[ }].*)?)*/gm
const DECLARED = /^(?:export )?(?:declare )?(?:const|class|function|interface|type) (\w+)/m

/**
 * Rolls the compiler's declarations in `folder` up into two files that import nothing: `module` for the package, and `script` for
 * pages that load `/ante.js` and have its global `Ante`.
 */
export async function rollUpTypes(folder) {
  const read = (source) => readFile(join(folder, `${source}.d.ts`), 'utf8')
  const statements = (await Promise.all(SOURCES.map(read))).flatMap((text) => text.match(STATEMENT) ?? [])
  const declarations = new Map(statements.flatMap((text) => entryOf(text)))
  const exported = exportedNames(await read('client/index'))
  const kept = reachable(exported, declarations)
  const module = kept.map((name) =>
    exported.has(name) ? declarations.get(name) : withoutExport(declarations.get(name)),
  )
  const members = module.map((text) => text.replace(/^((?:export )?)declare /m, '$1').replace(/^(?=.)/gm, '  '))
  return {
    module: `${module.join('\n')}\nexport {}\n`,
    script: `/** What \`/ante.js\` defines. */\ndeclare namespace Ante {\n${members.join('\n')}\n  export {}\n}\n`,
  }
}

function entryOf(text) {
  const name = DECLARED.exec(text)?.[1]
  return name === undefined ? [] : [[name, text.trimEnd()]]
}

const withoutExport = (text) => text.replace(/^export (?!declare)/m, '').replace(/^export declare/m, 'declare')

/** Names in the braces of `export { … } from`. */
function exportedNames(index) {
  const lists = [...index.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].map(([, list]) => list)
  return new Set(
    lists.flatMap((list) => list.split(',').map((name) => name.replace('type ', '').trim())).filter(Boolean),
  )
}

/** The names, and those that their declarations mention, in the order of the declarations. */
function reachable(names, declarations) {
  const found = new Set()
  const visit = (name) => {
    const text = declarations.get(name)
    if (text === undefined || found.has(name)) return
    found.add(name)
    const code = text.replace(/\/\*\*(?:[^*]|\*(?!\/))*\*\//g, '')
    for (const [word] of code.matchAll(/\b[A-Z]\w*\b/g)) visit(word)
  }
  for (const name of names) {
    if (!declarations.has(name))
      throw new Error(`${name} is exported, and scripts/build/client-types.mjs does not find it.`)
    visit(name)
  }
  return [...declarations.keys()].filter((name) => found.has(name))
}
