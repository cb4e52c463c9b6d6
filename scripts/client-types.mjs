import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'

const IMPORTED = /(?<=\bfrom |\bimport\()(['"])([^'"]+)\1/g

/**
 * Makes the compiler's declarations stand on their own: the private `@ante/shared` is reached by a relative path, and
 * what `client/index.d.ts` does not lead to goes.
 */
export async function bundleTypes(folder) {
  const kept = new Set()
  await keep(join(folder, 'client/index.d.ts'), folder, kept)
  const files = await readdir(folder, { recursive: true, withFileTypes: true })
  const surplus = files.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name))
  await Promise.all(surplus.filter((file) => !kept.has(file)).map((file) => rm(file)))
}

async function keep(file, folder, kept) {
  if (kept.has(file)) return
  kept.add(file)
  const found = []
  const text = (await readFile(file, 'utf8')).replace(IMPORTED, (_, quote, specifier) => {
    const target = targetOf(specifier, file, folder)
    if (target === undefined) return quote + specifier + quote
    found.push(target)
    const path = relative(dirname(file), target)
      .replaceAll('\\', '/')
      .replace(/\.d\.ts$/, '.js')
    return quote + (path.startsWith('.') ? path : `./${path}`) + quote
  })
  await writeFile(file, text)
  for (const target of found) await keep(target, folder, kept)
}

/** The declarations that an import leads to; undefined for a package of others. */
function targetOf(specifier, file, folder) {
  if (specifier === '@ante/shared') return join(folder, 'shared/index.d.ts')
  if (!specifier.startsWith('.')) return undefined
  return join(dirname(file), specifier).replace(/\.ts$/, '.d.ts')
}
