import { type Browser, chromium } from 'playwright-core'
import { toolPath } from '../../scripts/tools.mjs'

const ARGS = [
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
]

/** Starts the machine's Chromium, headless. The caller closes it, and tags its tests with `chromium`. */
export function launchChromium(): Promise<Browser> {
  const executablePath = toolPath('chromium')
  if (executablePath === undefined) throw new Error('There is no Chromium: tag these tests with `chromium`.')
  // Chromium's sandbox does not work for root, who runs the tests in containers.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return chromium.launch({ executablePath, args: [...ARGS, ...sandbox] })
}
