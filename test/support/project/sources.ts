import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../..', import.meta.url))

export interface Source {
  /** From the repository's folder, with slashes. */
  readonly path: string
  readonly text: string
}

/** Every TypeScript file below a folder of the repository, except built ones. */
export function sourcesIn(folder: string): Source[] {
  return filesIn(folder, /\.tsx?$/).map((path) => ({ path, text: readSource(path) }))
}

/** Every Markdown file below a folder of the repository. */
export const documentsIn = (folder: string): string[] => filesIn(folder, /\.md$/)

function filesIn(folder: string, name: RegExp): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && name.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !/(?:^|\/)(?:dist|node_modules|artifacts)\//.test(path))
}

/** A file of the repository. */
export function readSource(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}
