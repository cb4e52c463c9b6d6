import { OAUTH_PATHS } from '@ante/shared'
import type { Request, RequestHandler, Response } from 'express'
import type Provider from 'oidc-provider'
import type { Player } from '../../domain/player.ts'
import { SIGN_IN_EXPIRED } from '../../html/error-page.ts'
import { textField, textFields } from '../../html/forms.ts'
import { PageError, sendPage } from '../../html/send-page.ts'
import { readStakeLimitFields } from '../../html/stake-limit-fields.ts'
import type { StakeLimits } from '../../services/matches/stake-limits.ts'
import type { Players } from '../../services/players/players.ts'
import { DEVICE_PATH, formatUserCode } from '../provider/oauth-paths.ts'
import { parseScopes } from '../provider/scopes.ts'
import { isOfEpoch } from '../provider/session-epoch.ts'
import { type Sessions, signedInPlayer } from '../provider/sessions.ts'
import type { InteractionContext, InteractionContexts } from './interaction-context.ts'
import { consentPage } from './pages/consent-page.ts'

interface ConsentDependencies {
  readonly provider: Provider
  readonly players: Players
  readonly stakeLimits: StakeLimits
  readonly contexts: InteractionContexts
  readonly sessions: Sessions
  readonly demo: boolean
}

/** What the consent page's buttons do. */
export interface ConsentHandlers {
  readonly show: (context: InteractionContext, res: Response) => Promise<void>
  readonly decide: RequestHandler
  readonly useAnotherAccount: RequestHandler
}

export function createConsent({
  provider,
  players,
  stakeLimits,
  contexts,
  sessions,
  demo,
}: ConsentDependencies): ConsentHandlers {
  async function playerOf({ interaction }: InteractionContext): Promise<Player> {
    const id = signedInPlayer(interaction)
    const player = id === null ? undefined : await players.find(id)
    if (!player || !isOfEpoch(interaction.session ?? {}, player)) throw new PageError(400, SIGN_IN_EXPIRED)
    return player
  }

  /** Saves a new grant for this consent; grants of earlier consents stay as they are. */
  async function saveGrant(context: InteractionContext, player: Player, ticked: readonly unknown[]): Promise<string> {
    const requested = parseScopes(context.interaction.params.scope)
    const isAllowed = (scope: string) => scope === 'public' || ticked.includes(scope)
    const client = await provider.Client.find(context.client.id)
    if (!client) throw new PageError(400, SIGN_IN_EXPIRED)
    const grant = new provider.Grant({ accountId: String(player.id), clientId: context.client.id })
    grant.client = client
    grant.addOIDCScope(requested.filter(isAllowed))
    grant.rejectOIDCScope(requested.filter((scope) => !isAllowed(scope)))
    return grant.save()
  }

  /** The code that a game shows, where the sign-in was started by the device grant. */
  async function deviceCodeOf({ interaction: { deviceCode } }: InteractionContext) {
    return deviceCode === undefined ? undefined : await provider.DeviceCode.find(deviceCode)
  }

  /** Sets the limits that the form has; false where it was shown again because they are wrong. */
  async function saveLimits(
    context: InteractionContext,
    player: Player,
    req: Request,
    res: Response,
  ): Promise<boolean> {
    const grant = { playerId: player.id, clientId: context.client.id }
    const typed = readStakeLimitFields(await stakeLimits.of(grant), (name) => textField(req, name))
    const wrong = 'wrong' in typed ? typed.wrong : await stakeLimits.set(grant, typed.limits)
    if (wrong !== null) await send(context, player, res, wrong)
    return wrong === null
  }

  async function send(context: InteractionContext, player: Player, res: Response, wrong?: string): Promise<void> {
    const scopes = parseScopes(context.interaction.params.scope)
    const code = await deviceCodeOf(context)
    const userCode = code?.userCode === undefined ? null : formatUserCode(code.userCode)
    const limits = await stakeLimits.of({ playerId: player.id, clientId: context.client.id })
    const status = wrong === undefined ? 200 : 422
    sendPage(res, status, consentPage({ ...context, player, scopes, demo, userCode, limits, wrong }))
  }

  return {
    async show(context, res) {
      await send(context, await playerOf(context), res)
    },

    async decide(req, res) {
      const context = await contexts.openForm(req, res)
      const player = await playerOf(context)
      if (textField(req, 'decision') === 'allow') {
        if (!(await saveLimits(context, player, req, res))) return
        const grantId = await saveGrant(context, player, textFields(req, 'scope'))
        await provider.interactionResult(req, res, { consent: { grantId } })
      } else {
        await provider.interactionResult(req, res, { error: 'access_denied' }, { mergeWithLastSubmission: false })
      }
      res.redirect(303, context.goesOnAt)
    },

    async useAnotherAccount(req, res) {
      const context = await contexts.openForm(req, res)
      await sessions.endUnlessOf(null, context.interaction, req, res)
      const code = await deviceCodeOf(context)
      await context.interaction.destroy()
      provider.createContext(req, res).cookies.set(provider.cookieName('resume'), null)
      if (!code?.userCode) return res.redirect(303, `${OAUTH_PATHS.authorize}?${sameRequest(context)}`)
      // Confirmed by nobody again, so that the other account can confirm it.
      code.inFlight = false
      await code.save()
      res.redirect(303, `${DEVICE_PATH}?user_code=${formatUserCode(code.userCode)}`)
    },
  }
}

/** The query of the authorization request that began an interaction. */
function sameRequest({ interaction: { params } }: InteractionContext): URLSearchParams {
  return new URLSearchParams(
    Object.entries(params).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}
