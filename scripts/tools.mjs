import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * The tools that some tests need beside Node.js. This list is the only place to change for another tool:
 *
 * 1. Add an entry here.
 * 2. Tag the tests that need it: `describe('…', { tags: ['chromium'] }, () => …)`. Vitest skips them where the tool is
 *    missing, and refuses a tag that is not in this list.
 * 3. Ask `toolPath('chromium')` for the executable.
 *
 * `npm test` installs the Debian packages of a missing tool when it runs as root on Debian. Otherwise its last lines
 * count the skipped tests of each missing tool and say what to install.
 *
 * An entry has a `name`, which is the tag too, the `commands` it may be called by, the `folders` to look in beside those
 * of `PATH`, the environment `variable` that names the executable, and its `debian` packages; where Debian has none, a
 * `hint` says where it comes from.
 */
export const TOOLS = [
  {
    name: 'chromium',
    commands: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'Google Chrome', 'Chromium'],
    folders: ['/Applications/Google Chrome.app/Contents/MacOS', '/Applications/Chromium.app/Contents/MacOS'],
    variable: 'ANTE_CHROMIUM',
    debian: ['chromium'],
  },
  { name: 'curl', commands: ['curl'], debian: ['curl'] },
  {
    name: 'dotnet',
    commands: ['dotnet'],
    folders: ['/usr/share/dotnet', '/usr/lib/dotnet'],
    hint: 'install the .NET SDK from https://dot.net',
  },
  { name: 'firefox', commands: ['firefox-esr', 'firefox'], variable: 'ANTE_FIREFOX', debian: ['firefox-esr'] },
  { name: 'nginx', commands: ['nginx'], folders: ['/usr/sbin'], debian: ['nginx-light'] },
  { name: 'openssl', commands: ['openssl'], debian: ['openssl'] },
  {
    name: 'postgres',
    commands: ['postgres'],
    folders: ['18', '17', '16', '15'].map((version) => `/usr/lib/postgresql/${version}/bin`),
    variable: 'ANTE_POSTGRES',
    debian: ['postgresql'],
  },
  { name: 'emscripten', commands: ['emcc'], variable: 'ANTE_EMCC', debian: ['emscripten', 'node-acorn'] },
  { name: 'pgbouncer', commands: ['pgbouncer'], folders: ['/usr/sbin'], debian: ['pgbouncer'] },
]

/** The executable of a tool: what its variable names, else the first that is found; undefined where there is none. */
export function toolPath(name) {
  const { commands, folders = [], variable } = toolNamed(name)
  const named = variable && process.env[variable]
  if (named) return named
  const searched = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', ...folders]
  return commands.flatMap((command) => searched.map((folder) => join(folder, command))).find(isExecutable)
}

/** The tools of the list that are not on this machine. */
export const missingTools = () => TOOLS.filter(({ name }) => toolPath(name) === undefined)

/** How to get a tool, in one clause. */
export function howToInstall({ debian, hint, variable }) {
  const install = debian ? `apt-get install ${debian.join(' ')}` : hint
  return variable ? `${install}, or name its executable in ${variable}` : install
}

function toolNamed(name) {
  const tool = TOOLS.find((tool) => tool.name === name)
  if (tool === undefined) throw new Error(`scripts/tools.mjs lists no tool "${name}"`)
  return tool
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
