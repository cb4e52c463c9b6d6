import { OAUTH_PATHS, SCOPES } from '@ante/shared'
import type { Request } from 'express'
import type Provider from 'oidc-provider'
import type { KoaContextWithOIDC } from 'oidc-provider'
import { CAPS } from '../../domain/limits.ts'
import type { Clients } from '../../services/clients/clients.ts'
import type { OAuthRecords } from '../../storage/storage.ts'
import { recordKey } from './adapter.ts'
import { sendsIss } from './client-metadata.ts'
import { PendingByNetwork } from './pending-by-network.ts'
import type { AssertWallet } from './wallet-assertion.ts'

/** Seconds that a game waits between two questions for the tokens of a device code (RFC 8628, section 3.5). */
export const POLL_SECONDS = 1

interface ResponseDependencies {
  readonly assertWallet: AssertWallet
  readonly clients: Clients
  readonly records: OAuthRecords
}

/** Completes oidc-provider's answers by what the contract says beyond it. */
export function completeResponses(provider: Provider, { assertWallet, clients, records }: ResponseDependencies): void {
  const boundInteractions = createInteractionBound(records)
  const boundDeviceCodes = createDeviceCodeBound(records)
  provider.use(async (ctx, next) => {
    rejectOtherResponseModes(ctx as KoaContextWithOIDC)
    await next()
    const oidc = ctx.oidc as KoaContextWithOIDC['oidc'] | undefined
    switch (oidc?.route) {
      case 'authorization':
      case 'resume':
        await boundInteractions(ctx as KoaContextWithOIDC)
        return completeRedirect(ctx as KoaContextWithOIDC, assertWallet)
      case 'discovery':
        ctx.body = describeServer(ctx.body as Record<string, unknown>)
        return
      case 'device_authorization':
        await boundDeviceCodes(ctx as KoaContextWithOIDC)
        if (ctx.status === 200) ctx.body = { ...(ctx.body as Record<string, unknown>), interval: POLL_SECONDS }
        break
      case 'revocation':
        // Empty by RFC 7009; simple-oauth2 takes nothing but JSON.
        if (ctx.status === 200) ctx.body = {}
    }
    if (oidc && !oidc.client) await hideFromStrangers(ctx as KoaContextWithOIDC, clients)
  })
}

/** Counts an interaction that a request began, no longer the one that it completed, and ends those beyond the limits. */
function createInteractionBound(records: OAuthRecords): (ctx: KoaContextWithOIDC) => Promise<void> {
  const { pendingSignIns, allPendingSignIns } = CAPS
  const pending = new PendingByNetwork({ ofNetwork: pendingSignIns.count, ofAll: allPendingSignIns.count })
  return async (ctx) => {
    const { uid: completed } = ctx.oidc.route === 'authorization' ? { uid: undefined } : ctx.params
    if (completed !== undefined) pending.remove(completed)
    const begun = ctx.oidc.entities.Interaction?.uid
    if (begun === undefined || begun === completed) return
    const { ip } = ctx.req as Request
    for (const id of pending.add(begun, ip)) await records.delete('Interaction', recordKey('Interaction', id))
  }
}

/** Counts a device code that a request began, and ends those beyond the limits. One that was used is counted until then. */
function createDeviceCodeBound(records: OAuthRecords): (ctx: KoaContextWithOIDC) => Promise<void> {
  const { pendingDeviceCodes, allPendingDeviceCodes } = CAPS
  const pending = new PendingByNetwork({ ofNetwork: pendingDeviceCodes.count, ofAll: allPendingDeviceCodes.count })
  return async (ctx) => {
    const id = ctx.oidc.entities.DeviceCode?.jti
    if (id === undefined) return
    const { ip } = ctx.req as Request
    const key = recordKey('DeviceCode', id)
    for (const ended of pending.add(key, ip)) await records.delete('DeviceCode', ended)
  }
}

/** Codes come in the query; oidc-provider would answer, and refuse, in the mode that was asked for. */
function rejectOtherResponseModes(ctx: KoaContextWithOIDC): void {
  const mode = ctx.query.response_mode
  if (ctx.path === OAUTH_PATHS.authorize && mode !== undefined && mode !== 'query') {
    ctx.query = { ...ctx.query, response_mode: 'unsupported' }
  }
}

/** Adds the wallet assertion beside a code, and leaves `iss` out for clients that cannot bear it. */
async function completeRedirect(ctx: KoaContextWithOIDC, assertWallet: AssertWallet): Promise<void> {
  const location = ctx.response.get('Location')
  if (ctx.status !== 303 || !URL.canParse(location)) return
  const { client, entities } = ctx.oidc
  const target = new URL(location)
  if (client && !sendsIss(client)) target.searchParams.delete('iss')
  const code = entities.AuthorizationCode
  if (code?.scopes.has('wallet')) {
    target.hash = `wallet_jwt=${await assertWallet(code)}`
  }
  ctx.set('Location', target.href)
}

/** RFC 8414, less what oidc-provider offers and this server refuses. */
function describeServer(metadata: Record<string, unknown>): Record<string, unknown> {
  const names = [
    'issuer',
    'authorization_endpoint',
    'token_endpoint',
    'jwks_uri',
    'revocation_endpoint',
    'introspection_endpoint',
    'device_authorization_endpoint',
    'response_types_supported',
    'grant_types_supported',
    'token_endpoint_auth_methods_supported',
    'code_challenge_methods_supported',
    'authorization_response_iss_parameter_supported',
    'subject_types_supported',
    'id_token_signing_alg_values_supported',
  ]
  return {
    ...Object.fromEntries(names.map((name) => [name, metadata[name]])),
    scopes_supported: SCOPES,
    response_modes_supported: ['query'],
  }
}

/** A refusal that came before the client was known: only pages of a registered origin may read it. */
async function hideFromStrangers(ctx: KoaContextWithOIDC, clients: Clients): Promise<void> {
  const origin = ctx.get('Origin')
  if (['jwks', 'discovery'].includes(ctx.oidc.route) || origin === '') return
  if (!(await clients.originRegistered(origin))) ctx.remove('Access-Control-Allow-Origin')
}
