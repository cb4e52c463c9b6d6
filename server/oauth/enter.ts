import type { Request, Response } from 'express'
import type Provider from 'oidc-provider'
import type { Logger } from 'pino'
import type { Player } from '../domain/player.ts'
import { resumePath } from './paths.ts'
import type { Sessions } from './sessions.ts'
import type { Visit } from './visit.ts'

/** Signs a player in, however it was found out who that is, and goes on with what the application asked for. */
export type Enter = (player: Player, visit: Visit, req: Request, res: Response) => Promise<void>

export function createEnter(dependencies: { provider: Provider; sessions: Sessions; log: Logger }): Enter {
  const { provider, sessions, log } = dependencies
  return async (player, visit, req, res) => {
    await sessions.endUnlessOf(player.id, visit.interaction, req, res)
    const login = { accountId: String(player.id) }
    await provider.interactionResult(req, res, { login }, { mergeWithLastSubmission: false })
    log.info({ player: player.id, client: visit.client.id }, 'signed in')
    res.redirect(303, resumePath(visit.uid))
  }
}
