import { OAUTH_PATHS } from '@ante/shared'
import type { RequestHandler, Response } from 'express'
import type Provider from 'oidc-provider'
import type { Player } from '../../domain/player.ts'
import { SIGN_IN_EXPIRED } from '../../html/error-page.ts'
import { PageError, sendPage, textOf, textsOf } from '../../html/send-page.ts'
import type { Players } from '../../services/players/players.ts'
import { resumePath } from '../provider/oauth-paths.ts'
import { parseScopes } from '../provider/scopes.ts'
import { isOfEpoch } from '../provider/session-epoch.ts'
import { type Sessions, signedInPlayer } from '../provider/sessions.ts'
import type { Visit, Visits } from './interaction-context.ts'
import { consentPage } from './pages/consent-page.ts'

interface ConsentDependencies {
  readonly provider: Provider
  readonly players: Players
  readonly visits: Visits
  readonly sessions: Sessions
  readonly demo: boolean
}

/** What the consent page's buttons do. */
export interface ConsentHandlers {
  readonly show: (visit: Visit, res: Response) => Promise<void>
  readonly decide: RequestHandler
  readonly useAnotherAccount: RequestHandler
}

export function createConsent({ provider, players, visits, sessions, demo }: ConsentDependencies): ConsentHandlers {
  async function playerOf({ interaction }: Visit): Promise<Player> {
    const id = signedInPlayer(interaction)
    const player = id === null ? undefined : await players.find(id)
    if (!player || !isOfEpoch(interaction.session ?? {}, player)) throw new PageError(400, SIGN_IN_EXPIRED)
    return player
  }

  /** Each consent is a grant of its own: what earlier ones allowed stays as it was. */
  async function saveGrant(visit: Visit, player: Player, ticked: readonly unknown[]): Promise<string> {
    const asked = parseScopes(visit.interaction.params.scope)
    const isAllowed = (scope: string) => scope === 'public' || ticked.includes(scope)
    const client = await provider.Client.find(visit.client.id)
    if (!client) throw new PageError(400, SIGN_IN_EXPIRED)
    const grant = new provider.Grant({ accountId: String(player.id), clientId: visit.client.id })
    grant.client = client
    grant.addOIDCScope(asked.filter(isAllowed))
    grant.rejectOIDCScope(asked.filter((scope) => !isAllowed(scope)))
    return grant.save()
  }

  return {
    async show(visit, res) {
      const player = await playerOf(visit)
      const scopes = parseScopes(visit.interaction.params.scope)
      sendPage(res, 200, consentPage({ ...visit, player, scopes, demo }))
    },

    async decide(req, res) {
      const visit = await visits.openForm(req, res)
      const player = await playerOf(visit)
      if (textOf(req, 'decision') === 'allow') {
        const grantId = await saveGrant(visit, player, textsOf(req, 'scope'))
        await provider.interactionResult(req, res, { consent: { grantId } })
      } else {
        await provider.interactionResult(req, res, { error: 'access_denied' }, { mergeWithLastSubmission: false })
      }
      res.redirect(303, resumePath(visit.uid))
    },

    async useAnotherAccount(req, res) {
      const visit = await visits.openForm(req, res)
      await sessions.endUnlessOf(null, visit.interaction, req, res)
      await visit.interaction.destroy()
      provider.createContext(req, res).cookies.set(provider.cookieName('resume'), null)
      res.redirect(303, `${OAUTH_PATHS.authorize}?${sameRequest(visit)}`)
    },
  }
}

/** The authorization request that began a sign-in. */
function sameRequest({ interaction: { params } }: Visit): URLSearchParams {
  return new URLSearchParams(
    Object.entries(params).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}
