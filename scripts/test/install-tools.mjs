import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** True where `apt-get install` asks no question and gives a real browser (Ubuntu's Chromium package installs a snap). */
function canInstall() {
  if (process.getuid?.() !== 0) return false
  try {
    return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'))
  } catch {
    return false
  }
}

/** Installs the Debian packages of these tools as root on Debian; elsewhere it does nothing. A failure is only reported. */
export function installTools(tools) {
  const packages = tools.flatMap(({ debian = [] }) => debian)
  if (packages.length === 0 || !canInstall()) return
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const aptGet = (...args) => execFileSync('apt-get', ['-qq', ...args], { env, stdio: 'inherit' })
  console.log(`Installing for the tests: ${packages.join(', ')} …`)
  try {
    aptGet('update')
    aptGet('install', '--yes', '--no-install-recommends', ...packages)
  } catch (error) {
    console.error(`The packages could not be installed: ${error.message}`)
  }
}
