import type { IncomingMessage } from 'node:http'
import type { KoaContextWithOIDC } from 'oidc-provider'
import { basePathOf } from '../../config/public-url.ts'
import type { Client } from '../../domain/client.ts'
import { asClientId } from '../../domain/ids.ts'
import { headersOf, type Page, renderPage } from '../../html/page.ts'
import { macOf } from '../../keys/hmac.ts'
import { networkOf } from '../../limits/network.ts'
import type { Clients } from '../../services/clients/clients.ts'
import { formatUserCode } from '../provider/oauth-paths.ts'
import { codeConfirmationPage, codeDonePage, codeEntryPage } from './device-pages.ts'

/** Native clients, and browser games, which name the origins that may start such a sign-in. */
export function mayUseDeviceCodes({ type, allowedOrigins }: Client): boolean {
  return type === 'native' || (type === 'public' && allowedOrigins.length > 0)
}

/** Letters that are not mistaken for one another: 25,600,000,000 codes. */
const MASK = '****-****'

/** From where a sign-in was started, hashed: enough to see whether it is confirmed from somewhere else. */
interface StartedFrom {
  readonly network: string
  readonly browser: string
}

/** The code that a request's address carried, kept from oidc-provider, which would submit it without asking. */
export const codesInLinks = new WeakMap<IncomingMessage, string>()

/** Requests whose code is a sign-in under way: they are no guesses. */
export const withKnownCode = new WeakSet<IncomingMessage>()

interface DeviceFlowDependencies {
  readonly clients: Clients
  readonly publicUrl: string
  readonly secrets: readonly [string, ...string[]]
}

/** oidc-provider's device flow with pages of ours. A GET shows a page and never approves anything. */
export function createDeviceFlow({ clients, publicUrl, secrets }: DeviceFlowDependencies) {
  function send(ctx: KoaContextWithOIDC, page: Page): void {
    ctx.set(headersOf(page))
    ctx.body = renderPage(page, basePathOf(publicUrl))
  }

  const startedFrom = (ctx: KoaContextWithOIDC): StartedFrom => ({
    network: macOf(secrets[0], 'device-network', networkOf(ctx.ip)),
    browser: macOf(secrets[0], 'device-browser', ctx.get('User-Agent')),
  })

  const clientOf = async (ctx: KoaContextWithOIDC) =>
    (await clients.find(asClientId(ctx.oidc.client?.clientId ?? ''))) ?? null

  async function confirm(ctx: KoaContextWithOIDC, clientId: string, deviceInfo: object, userCode: string) {
    const client = await clients.find(asClientId(clientId))
    if (!client) return send(ctx, codeEntryPage({ token: tokenOf(ctx), message: WRONG_CODE }))
    withKnownCode.add(ctx.req)
    const here = startedFrom(ctx)
    const began: Partial<StartedFrom> = deviceInfo
    const isStartedHere = began.network === here.network && began.browser === here.browser
    send(ctx, codeConfirmationPage({ token: tokenOf(ctx), client, userCode, isStartedHere }))
  }

  /** A link or a QR code had the code in it: nothing is left to type, and everything to confirm. */
  async function confirmCodeOfLink(ctx: KoaContextWithOIDC, userCode: string): Promise<void> {
    const typed = userCode.toUpperCase().replace(/\W/g, '')
    const code = await ctx.oidc.provider.DeviceCode.findByUserCode(typed)
    if (!code?.clientId || code.isExpired || code.error || code.accountId || code.inFlight) {
      return send(ctx, codeEntryPage({ token: tokenOf(ctx), message: WRONG_CODE }))
    }
    await confirm(ctx, code.clientId, code.deviceInfo ?? {}, formatUserCode(typed))
  }

  return {
    enabled: true,
    charset: 'base-20' as const,
    mask: MASK,
    deviceInfo: (ctx: KoaContextWithOIDC) => ({ ...startedFrom(ctx) }),

    async userCodeInputSource(ctx: KoaContextWithOIDC, _form: string, _out?: unknown, error?: Error) {
      const token = tokenOf(ctx)
      const userCode = codesInLinks.get(ctx.req)
      if (!error && userCode !== undefined) return confirmCodeOfLink(ctx, userCode)
      if (error?.name === 'AbortedError')
        return send(ctx, codeDonePage({ client: await clientOf(ctx), isAllowed: false }))
      const message = messageOf(error)
      send(ctx, codeEntryPage({ token, ...(message !== undefined && { message }) }))
    },

    userCodeConfirmSource: (
      ctx: KoaContextWithOIDC,
      _form: string,
      client: { clientId: string },
      deviceInfo: object,
      userCode: string,
    ) => confirm(ctx, client.clientId, deviceInfo, userCode),

    async successSource(ctx: KoaContextWithOIDC) {
      withKnownCode.add(ctx.req)
      send(ctx, codeDonePage({ client: await clientOf(ctx), isAllowed: true }))
    },
  }
}

/** oidc-provider keeps the form's token in the session's state. */
function tokenOf(ctx: KoaContextWithOIDC): string {
  const { state } = ctx.oidc.session ?? {}
  return typeof state === 'object' && state !== null && 'secret' in state ? String(state.secret) : ''
}

const WRONG_CODE = 'This code is not known, or its time is over. Look at the code in your game and type it again.'

function messageOf(error: Error | undefined): string | undefined {
  switch (error?.name) {
    case undefined:
      return undefined
    case 'NoCodeError':
      return 'Type the code that your game shows.'
    case 'AlreadyUsedError':
      return 'This code was used already. Start the sign-in in your game again to get a new one.'
    default:
      return WRONG_CODE
  }
}
