import type { Request, Response } from 'express'
import type Provider from 'oidc-provider'
import type { Logger } from 'pino'
import type { Player } from '../../domain/player.ts'
import { PageError } from '../../html/send-page.ts'
import { resumePath } from '../provider/oauth-paths.ts'
import { loginOf } from '../provider/session-epoch.ts'
import type { Sessions } from '../provider/sessions.ts'
import type { Visit } from './interaction-context.ts'

/**
 * Signs a player in, however it was found out who that is, and goes on with what the application asked for. Throws the
 * page that a banned player reads.
 */
export type Enter = (player: Player, visit: Visit, req: Request, res: Response) => Promise<void>

export function createEnter(dependencies: { provider: Provider; sessions: Sessions; log: Logger }): Enter {
  const { provider, sessions, log } = dependencies
  return async (player, visit, req, res) => {
    refuseBanned(player)
    await sessions.endUnlessOf(player.id, visit.interaction, req, res)
    const login = loginOf(player)
    await provider.interactionResult(req, res, { login }, { mergeWithLastSubmission: false })
    log.info({ player: player.id, client: visit.client.id }, 'signed in')
    res.redirect(303, resumePath(visit.uid))
  }
}

/** Told to nobody but who has just proved to be the player. */
export function refuseBanned({ ban }: Player): void {
  if (!ban) return
  const why = ban.reason === '' ? '' : ` The reason given: ${ban.reason}`
  throw new PageError(403, {
    title: 'This account is closed',
    message: `Whoever runs this site has closed it, so it cannot sign in or play.${why}`,
  })
}
