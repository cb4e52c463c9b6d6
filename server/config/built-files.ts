import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Finds the folder of the workspace, from the sources and from the built server in `dist/`. */
function workspaceRoot(folder: string): string {
  const manifest = join(folder, 'package.json')
  if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).name === 'ante') return folder
  const parent = dirname(folder)
  if (parent === folder) throw new Error('The server must lie inside the folder of the "ante" workspace.')
  return workspaceRoot(parent)
}

const root = workspaceRoot(dirname(fileURLToPath(import.meta.url)))

/** The files of the browser client, by the URL path that the server serves them at. */
export const clientFiles: Readonly<Record<string, string>> = Object.fromEntries(
  ['ante.js', 'ante-realtime.js', 'ante-lobby.js', 'ante.d.ts', 'ante-client.tgz'].map((name) => [
    `/${name}`,
    join(root, 'client/dist', name),
  ]),
)

/** The folder of the built sample game. */
export const demoDirectory = join(root, 'demo-game/dist')
