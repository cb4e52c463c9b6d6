import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { findChromium } from './chromium.mjs'

/** What some tests need beside Node.js, under the name of its Debian package. */
const TOOLS = {
  chromium: () => findChromium() !== undefined,
  curl: () => spawnSync('curl', ['--version']).status === 0,
}

export const missingTools = () => Object.keys(TOOLS).filter((name) => !TOOLS[name]())

/** True where `apt-get install` asks nothing and has a real Chromium (elsewhere it may be a snap's door). */
function canInstall() {
  if (process.getuid?.() !== 0) return false
  try {
    return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'))
  } catch {
    return false
  }
}

/** Installs tools where that needs no question, or leaves things as they are. */
export function installTools(names) {
  if (!canInstall()) return
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const aptGet = (...args) => execFileSync('apt-get', ['-qq', ...args], { env, stdio: 'inherit' })
  console.log(`Installing for the tests: ${names.join(', ')} …`)
  try {
    aptGet('update')
    aptGet('install', '--yes', '--no-install-recommends', ...names)
  } catch (error) {
    console.error(`This could not be installed: ${error.message}`)
  }
}
