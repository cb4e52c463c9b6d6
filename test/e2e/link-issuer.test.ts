import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startAnte, type TestAnte } from '../support/ante.ts'
import { launchChromium } from '../support/chromium.ts'
import { startIssuer, type TestIssuer } from '../support/oauth/token-issuer.ts'

const PASSWORD = 'correct horse battery'

describe('linking an account at a portal', { tags: ['chromium'] }, () => {
  let ante: TestAnte
  let issuer: TestIssuer
  let browser: Browser

  beforeAll(async () => {
    issuer = await startIssuer()
    const { audience, issuer: iss, algorithms } = issuer.settings()
    const entry = { id: 'portal', name: 'Portal', issuer: iss, audience, algorithms, jwks_uri: `${issuer.origin}/jwks` }
    ante = await startAnte({ ANTE_ISSUERS: JSON.stringify([{ ...entry, name_claim: 'nick' }]) })
    browser = await launchChromium()
  })
  afterAll(async () => {
    await browser.close()
    await ante.close()
    await issuer.close()
  })

  it('[EE25] opens with the token in the fragment, and leaves it nowhere', async () => {
    await ante.operator('POST', '/admin/v1/players', { username: 'ada', password: PASSWORD })
    const context = await browser.newContext({ viewport: { width: 360, height: 640 } })
    const page = await context.newPage()
    const visited: string[] = []
    page.on('request', (request) => visited.push(request.url()))
    const token = await issuer.token({ nick: 'Ann of the Portal' })
    await page.goto(`${ante.url}/account/add#${new URLSearchParams({ subject_token: token })}`)
    await page.getByLabel('Username').fill('ada')
    await page.getByLabel('Password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('Ann of the Portal').first().waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    await page.getByLabel('Current password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Add Portal' }).click()
    await page.getByText('Its games play with this account, as Ann of the Portal').waitFor()
    expect(visited.filter((address) => address.includes(token))).toEqual([])
    for (let back = 0; back < 3; back++) await page.goBack()
    expect(page.url()).not.toContain(token)
    expect(ante.logged()).not.toContain(token)
    await context.close()
  })
})
