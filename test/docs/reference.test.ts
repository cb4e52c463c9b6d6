import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startAnte, type TestAnte } from '../support/ante.ts'
import { launchChromium } from '../support/chromium.ts'

describe('the reference page in a browser', { tags: ['chromium'] }, () => {
  let ante: TestAnte
  let browser: Browser

  beforeAll(async () => {
    ante = await startAnte()
    browser = await launchChromium()
  })
  afterAll(async () => {
    await browser.close()
    await ante.close()
  })

  async function open(width: number, height: number): Promise<{ page: Page; complaints: string[] }> {
    const page = await browser.newPage({ viewport: { width, height }, reducedMotion: 'reduce' })
    const complaints: string[] = []
    page.on('console', (message) => complaints.push(message.text()))
    await page.goto(`${ante.url}/docs`)
    return { page, complaints }
  }

  it.each([
    ['a phone', 360, 740],
    ['a desktop', 1280, 800],
  ])('[DC13] has its look, fits %s and makes the browser complain of nothing', async (_, width, height) => {
    const { page, complaints } = await open(width, height)
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
    expect(await page.evaluate(() => getComputedStyle(document.body).margin)).toBe('0px')
    expect(complaints).toEqual([])
    await page.close()
  })

  it('[DC13] leads to a call by keyboard alone', async () => {
    const { page } = await open(1280, 800)
    const call = page.locator('nav').getByRole('link', { name: "Report the caller's score" })
    await call.focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => page.evaluate(() => location.hash)).toBe('#postResult')
    const top = () => page.evaluate(() => document.querySelector(':target')?.getBoundingClientRect().top)
    await expect.poll(top).toBeLessThan(100)
    await page.close()
  })

  it('[DC13] serves the document that it is made of', async () => {
    const document = await (await fetch(`${ante.url}/openapi.json`)).json()
    expect(document).toMatchObject({ openapi: '3.1.1', servers: [{ url: ante.url }] })
  })
})
