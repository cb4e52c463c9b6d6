import { type Browser, chromium } from 'playwright-core'
import { describe } from 'vitest'
import { findChromium } from '../../../scripts/chromium.mjs'

const executablePath = findChromium()

/** Declares browser tests; where there is no Chromium they count as skipped. */
export const describeInBrowser = describe.skipIf(executablePath === undefined)

const ARGS = [
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
]

/** Starts the machine's own Chromium, headless; whoever starts it closes it. */
export function launchChromium(): Promise<Browser> {
  if (executablePath === undefined) throw new Error('No Chromium here: declare the tests with describeInBrowser.')
  // Its sandbox refuses to work for root, who runs the tests in containers.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return chromium.launch({ executablePath, args: [...ARGS, ...sandbox] })
}
