import type { Browser, FrameLocator, Page } from 'playwright-core'
import type { TestAnte } from '../ante.ts'
import { readSource } from '../project/sources.ts'

const PASSWORD = 'correct horse battery'

/** A block of code of a document, the first one of its language by default. */
export function codeIn(document: string, language: string, index = 0): string {
  const blocks = [...readSource(document).matchAll(/```(\w+)\n([\s\S]*?)```/g)].filter(([, name]) => name === language)
  const code = blocks[index]?.[2]
  if (code === undefined) throw new Error(`${document} has no ${language} to copy at ${index}`)
  return code
}

export const htmlIn = (document: string, index = 0) => codeIn(document, 'html', index)

/** Code as its reader would fill it in: the runtime's address, and the client and game that were registered. */
export function filledIn(code: string, values: { server: string; clientId: string; gameId: number }): string {
  return code
    .replaceAll('http://localhost:4000', values.server)
    .replaceAll('YOUR_CLIENT_ID', values.clientId)
    .replaceAll('gameId: 1', `gameId: ${values.gameId}`)
    .replaceAll('game="1"', `game="${values.gameId}"`)
}

/** A new player with £10.00, in front of a page, in a window of their own. `script` runs in it first. */
export async function openAsPlayer(options: {
  ante: TestAnte
  browser: Browser
  address: string
  username: string
  script?: string
}): Promise<Page> {
  const { ante, browser, address, username, script = '' } = options
  const { body } = await ante.operator('POST', '/admin/v1/players', { username, password: PASSWORD })
  const payment = { amount: 1000, currency: 'GBP', reference: `first-${username}` }
  await ante.operator('POST', `/admin/v1/players/${body.id}/deposits`, payment)
  const context = await browser.newContext({ locale: 'en-GB' })
  await context.addInitScript(script)
  const page = await context.newPage()
  await page.goto(address)
  return page
}

/** Presses the first button of the game, which may lie in a frame of the page, and signs in. */
export async function signInFrom(page: Page, username: string, game: Page | FrameLocator = page): Promise<void> {
  const [popup] = await Promise.all([page.waitForEvent('popup'), game.getByRole('button').first().click()])
  await popup.getByLabel('Username').fill(username)
  await popup.getByLabel('Password').fill(PASSWORD)
  await popup.getByRole('button', { name: 'Sign in' }).click()
  await popup.getByRole('button', { name: 'Allow' }).click()
}
