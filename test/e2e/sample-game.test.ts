import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchWithoutSiteData } from '../support/chromium.ts'
import { expectClosed, leave, type OpenSampleGame, openSampleGame, play, sees, signIn } from '../support/sample-game.ts'

describe('the sample game in a browser', { tags: ['chromium'] }, () => {
  let game: OpenSampleGame
  beforeAll(async () => {
    game = await openSampleGame()
  })
  afterAll(() => game.close())

  it('[EE1] lets two people sign in by popup, stake, play and see the payout by themselves', async () => {
    const [strong, weak] = await game.signedIn('strong', 'weak')
    await play(strong)
    await sees(strong, 'Waiting for an opponent')
    await play(weak)
    await Promise.all([sees(strong, 'You won £5.00'), sees(weak, 'You lost £5.00')])
    await strong.page.getByText('£1,005.00').first().waitFor()
    await weak.page.getByText('£995.00').first().waitFor()
    await leave(strong, weak)
  })

  it('[EE2] tells both of a draw, and returns both stakes', async () => {
    const [first, second] = await game.signedIn('strong', 'strong')
    await play(first)
    await sees(first, 'Waiting for an opponent')
    await play(second)
    await Promise.all([sees(first, "It's a draw"), sees(second, "It's a draw")])
    await second.page.getByText('£1,000.00').first().waitFor()
    await leave(first, second)
  })

  it('[EE4] says plainly that consent was denied, and lets one try again', async () => {
    const visitor = await game.visit('weak')
    const { page } = visitor
    const [popup] = await Promise.all([
      page.waitForEvent('popup'),
      page.getByRole('button', { name: 'Sign in' }).click(),
    ])
    await popup.getByRole('button', { name: 'Play as guest' }).click()
    await popup.getByRole('button', { name: 'Deny' }).click()
    await page
      .getByRole('alert')
      .filter({ hasText: /did not allow/ })
      .waitFor()
    await expectClosed(popup)
    const [again] = await Promise.all([
      page.waitForEvent('popup'),
      page.getByRole('button', { name: 'Sign in' }).click(),
    ])
    await again.getByRole('button', { name: 'Allow' }).click()
    await page.getByRole('button', { name: 'Play for £5.00' }).waitFor()
    await leave(visitor)
  })

  it('[EE7] works by keyboard alone', async () => {
    const visitor = await game.visit('weak')
    const { page } = visitor
    await page.getByRole('button', { name: 'Sign in' }).focus()
    const [popup] = await Promise.all([page.waitForEvent('popup'), page.keyboard.press('Enter')])
    await popup.getByLabel('Username').fill(`keys-${Date.now() % 100_000}`)
    await popup.getByRole('button', { name: 'Play as guest' }).focus()
    await popup.keyboard.press('Enter')
    await popup.getByRole('button', { name: 'Allow' }).focus()
    await popup.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Play for £5.00' }).focus()
    await page.keyboard.press('Enter')
    await sees(visitor, 'Waiting for an opponent')
    await leave(visitor)
  })

  it('[EE8] is played where the browser blocks the site’s data', async () => {
    const visitor = await game.visit('weak', await launchWithoutSiteData(new URL(game.url).origin))
    expect(
      await visitor.page.evaluate(() => navigator.locks.request('any', () => 'held').catch(({ name }) => name)),
    ).toBe('SecurityError')
    await signIn(visitor)
    await play(visitor)
    await visitor.page.locator('body[data-screen="match"]').waitFor({ timeout: 45_000 })
    await leave(visitor)
  })
})
