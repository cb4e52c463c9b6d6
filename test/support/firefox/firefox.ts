import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { toolPath } from '../../../scripts/tools.mjs'
import { connectBidi } from './bidi.ts'
import { createTab, type FirefoxTab } from './tab.ts'

/** The machine's Firefox, headless, with the settings that people have: popups blocked, third-party storage partitioned. */
export interface Firefox {
  /** A new tab in a container of its own: no cookies and no storage yet. */
  open(url: string): Promise<FirefoxTab>
  /** Another tab in the container of a tab. */
  openBeside(tab: FirefoxTab, url: string): Promise<FirefoxTab>
  /** The window that a page opens while `act` runs. */
  windowOpenedBy(act: () => Promise<void>): Promise<FirefoxTab>
  close(): Promise<void>
}

/** Nothing is shown at the first start, nothing is sent home, and Firefox's own settings for automation stay off. */
const PREFERENCES = {
  'remote.prefs.recommended': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'browser.aboutwelcome.enabled': false,
  'browser.startup.page': 0,
  'datareporting.policy.dataSubmissionEnabled': false,
  'datareporting.policy.dataSubmissionPolicyBypassNotification': true,
  'app.normandy.enabled': false,
  'app.update.enabled': false,
  'browser.safebrowsing.update.enabled': false,
  'extensions.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'termsofuse.bypassNotification': true,
}

interface Context {
  readonly context: string
  readonly parent: string | null
}

export async function launchFirefox(): Promise<Firefox> {
  const profile = await mkdtemp(join(tmpdir(), 'ante-firefox-'))
  const lines = Object.entries(PREFERENCES).map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});`)
  await writeFile(join(profile, 'user.js'), lines.join('\n'))
  const args = ['--headless', '--remote-debugging-port=0', '--profile', profile]
  const child = spawn(toolPath('firefox') ?? 'firefox', args, { stdio: ['ignore', 'ignore', 'pipe'] })
  const exited = once(child, 'exit')
  const bidi = await connectBidi(`${await addressIn(child.stderr)}/session`)
  await bidi.send('session.new', { capabilities: {} })
  await bidi.send('session.subscribe', { events: ['browsingContext.contextCreated'] })
  const containers = new Map<string, string>()

  async function create(userContext: string, url: string): Promise<FirefoxTab> {
    const { context } = await bidi.send<Context>('browsingContext.create', { type: 'tab', userContext })
    containers.set(context, userContext)
    const tab = createTab(bidi, context)
    await tab.goto(url)
    return tab
  }

  let opened: (context: string) => void = () => undefined
  bidi.on<Context>('browsingContext.contextCreated', ({ context, parent }) => {
    if (parent === null) opened(context)
  })

  return {
    async open(url) {
      const { userContext } = await bidi.send<{ userContext: string }>('browser.createUserContext', {})
      return create(userContext, url)
    },
    openBeside: (tab, url) => create(containers.get(tab.id) ?? 'default', url),
    async windowOpenedBy(act) {
      const context = new Promise<string>((resolve) => {
        opened = resolve
      })
      await act()
      return createTab(bidi, await context)
    },
    async close() {
      await bidi.send('browser.close', {}).catch(() => undefined)
      bidi.close()
      child.kill()
      await exited
      await rm(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
    },
  }
}

/** Firefox says on standard error where it listens. */
function addressIn(stderr: NodeJS.ReadableStream): Promise<string> {
  let text = ''
  return new Promise((resolve, reject) => {
    stderr.on('data', (chunk) => {
      text += chunk
      const address = /WebDriver BiDi listening on (ws:\/\/\S+)/.exec(text)?.[1]
      if (address) resolve(address)
    })
    stderr.on('end', () => reject(new Error(`Firefox did not start:\n${text}`)))
  })
}
