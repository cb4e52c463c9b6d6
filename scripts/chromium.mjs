import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const MAC_APPS = ['Google Chrome', 'Chromium'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`)

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The Chromium that was asked for by `ANTE_CHROMIUM` or `CHROME_PATH`, else the first in the usual places. */
export function findChromium() {
  const asked = process.env.ANTE_CHROMIUM || process.env.CHROME_PATH
  if (asked) return asked
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin']
  return [...COMMANDS.flatMap((name) => folders.map((folder) => join(folder, name))), ...MAC_APPS].find(isExecutable)
}
