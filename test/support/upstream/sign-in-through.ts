import type { UpstreamProvider } from '../../../server/config/providers.ts'
import type { PlayerId } from '../../../server/domain/ids.ts'
import { Browser, departed, type Landing, loaded } from '../oauth/browser-jar.ts'
import {
  authorizeUrl,
  codeOf,
  exchange,
  type OAuthOptions,
  startOAuth,
  type TestClient,
  type TestOAuth,
} from '../oauth/oauth-server.ts'
import { startProvider, type TestProvider } from './provider.ts'

/** A server, a provider to sign in through, and a game to sign in to. */
export interface UpstreamWorld {
  readonly server: TestOAuth
  readonly provider: TestProvider
  readonly client: TestClient
  close(): Promise<void>
}

export async function startUpstream(
  settings: (provider: TestProvider) => readonly UpstreamProvider[] = (provider) => [provider.settings()],
  options: OAuthOptions = {},
): Promise<UpstreamWorld> {
  const provider = await startProvider()
  const server = await startOAuth({ ...options, providers: settings(provider) })
  const client = await server.register()
  return {
    server,
    provider,
    client,
    async close() {
      await server.close()
      await provider.close()
    },
  }
}

/** The address of a link of a page. */
export function linkOf(page: Landing, text: string): string {
  const links = [...loaded(page).text.matchAll(/<a\b[^>]*\shref="([^"]*)"[^>]*>([^<]*)<\/a>/g)]
  const link = links.find(([, , label = '']) => label.replace('&#38;', '&') === text)?.[1]
  if (link === undefined) throw new Error(`no link "${text}" on this page:\n${loaded(page).text}`)
  return link
}

/** From the sign-in page to the provider, with the address that the browser is sent to there. */
export async function leave(browser: Browser, client: TestClient, name = 'Ulti & Co'): Promise<URL> {
  const page = await browser.open(authorizeUrl(client))
  return departed(await browser.open(linkOf(page, `Continue with ${name}`)))
}

/** Follows the provider's redirect. Returns the address of the callback. */
export async function followProvider(at: URL): Promise<URL> {
  const response = await fetch(at, { redirect: 'manual' })
  return new URL(response.headers.get('location') ?? '')
}

/** Signs in through the provider. Returns the page that this ends on. */
export async function signInThrough({ server, client }: UpstreamWorld, browser = new Browser(server.origin)) {
  const back = await followProvider(await leave(browser, client))
  return browser.open(back.href)
}

/** The player whom a page says to be signed in, by display name. */
export function nameOn(page: Landing): string | undefined {
  return /Signed in as <strong>([^<]*)</.exec(loaded(page).text)?.[1]
}

/** Signs the person at the provider in to the game, in a new browser. Returns the player. */
export async function signInToGameThrough(world: UpstreamWorld): Promise<PlayerId> {
  const browser = new Browser(world.server.origin)
  const consent = await signInThrough(world, browser)
  return playerAt(world, departed(await browser.press(consent, 'Allow')))
}

/** The player of a redirect's code. */
export async function playerAt({ server, client }: UpstreamWorld, redirect: URL): Promise<PlayerId> {
  const { body } = await server.post('/oauth/token', exchange(client, codeOf(redirect)))
  const caller = await server.oauth.authenticate(body.access_token)
  if (!caller) throw new Error(`nobody is signed in at ${redirect}`)
  return caller.playerId
}
