import { expect, it } from 'vitest'
import { Browser, loaded } from '../../support/oauth/browser-jar.ts'
import { authorizeUrl, startOAuth } from '../../support/oauth/oauth-server.ts'

it('[OA260] an authorization beyond the limit ends the oldest of its network in the store', async () => {
  const server = await startOAuth()
  try {
    const url = authorizeUrl(await server.register())
    const oldest = new Browser(server.origin)
    const page = loaded(await oldest.open(url))
    for (let n = 0; n < 1000; n++) await fetch(url.startsWith('/') ? server.origin + url : url, { redirect: 'manual' })
    expect(loaded(await oldest.press(page, 'Play as guest')).status).toBe(400)
    const newest = new Browser(server.origin)
    expect(loaded(await newest.open(url)).status).toBe(200)
  } finally {
    await server.close()
  }
}, 60_000)
