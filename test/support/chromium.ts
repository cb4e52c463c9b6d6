import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium } from 'playwright-core'
import { toolPath } from '../../scripts/tools.mjs'

const ARGS = [
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
]

/** In place of Playwright's list, which has the partitioning of storage too: of two such arguments the last one counts. */
const DISABLED_FEATURES = '--disable-features=MediaRouter,OptimizationHints,HttpsUpgrades'

/** Starts the machine's Chromium, headless. The caller closes it, and tags its tests with `chromium`. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch(launchOptions())
}

/** Chromium that keeps the pages that are left for the way back, as it does for people and not for tests. */
export function launchWithBackForwardCache(): Promise<Browser> {
  return chromium.launch({ ...launchOptions(), ignoreDefaultArgs: ['--disable-back-forward-cache'] })
}

/**
 * Chromium as people have it: frames of other sites have a storage of their own, and windows open in a click only. Tests
 * get neither by default.
 */
export function launchWithPartitionedStorage(): Promise<Browser> {
  const { args, ...options } = launchOptions()
  const ignoreDefaultArgs = ['--disable-popup-blocking']
  return chromium.launch({ ...options, args: [...args, DISABLED_FEATURES], ignoreDefaultArgs })
}

/** Chromium with a profile in which the player has blocked the site data of an origin. The caller closes it. */
export async function launchWithoutSiteData(origin: string): Promise<BrowserContext> {
  const profile = await mkdtemp(join(tmpdir(), 'ante-chromium-'))
  await mkdir(join(profile, 'Default'))
  const exceptions = { cookies: { [`${origin},*`]: { setting: 2 } } }
  const preferences = { profile: { content_settings: { exceptions } } }
  await writeFile(join(profile, 'Default/Preferences'), JSON.stringify(preferences))
  const context = await chromium.launchPersistentContext(profile, launchOptions())
  context.on('close', () => void rm(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }))
  return context
}

function launchOptions() {
  const executablePath = toolPath('chromium')
  if (executablePath === undefined) throw new Error('There is no Chromium: tag these tests with `chromium`.')
  // Chromium's sandbox does not work for root, who runs the tests in containers.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return { executablePath, args: [...ARGS, ...sandbox] }
}
