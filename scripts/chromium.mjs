import { execFileSync } from 'node:child_process'
import { accessSync, constants, readFileSync } from 'node:fs'
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

/** True where `apt-get install chromium` asks nothing and installs a real Chromium (elsewhere it may be a snap's door). */
function canInstall() {
  if (process.getuid?.() !== 0) return false
  try {
    return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'))
  } catch {
    return false
  }
}

/** Installs Debian's Chromium where that needs no question; afterwards `findChromium` finds it. */
export function installChromium() {
  if (!canInstall()) return
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const aptGet = (...args) => execFileSync('apt-get', ['-qq', ...args], { env: environment, stdio: 'inherit' })
  console.log('Installing chromium for the browser tests …')
  try {
    aptGet('update')
    aptGet('install', '--yes', '--no-install-recommends', 'chromium')
  } catch (error) {
    console.error(`chromium could not be installed: ${error.message}`)
  }
}
