import type { Request, Response } from 'express'
import type Provider from 'oidc-provider'
import type { Logger } from 'pino'
import type { Player } from '../../domain/player.ts'
import { PageError } from '../../html/send-page.ts'
import { resumePath } from '../provider/oauth-paths.ts'
import { loginOf } from '../provider/session-epoch.ts'
import type { Sessions } from '../provider/sessions.ts'
import type { InteractionContext } from './interaction-context.ts'

/**
 * Signs a player in, however it was found out who that is, and goes on with what the application asked for. Throws the
 * page that a banned player reads.
 */
export type CompleteSignIn = (player: Player, context: InteractionContext, req: Request, res: Response) => Promise<void>

export function createCompleteSignIn(dependencies: {
  provider: Provider
  sessions: Sessions
  log: Logger
}): CompleteSignIn {
  const { provider, sessions, log } = dependencies
  return async (player, context, req, res) => {
    assertNotBanned(player)
    await sessions.endUnlessOf(player.id, context.interaction, req, res)
    const login = loginOf(player)
    await provider.interactionResult(req, res, { login }, { mergeWithLastSubmission: false })
    log.info({ player: player.id, client: context.client.id }, 'signed in')
    res.redirect(303, resumePath(context.uid))
  }
}

/** Told to nobody but who has just proved to be the player. */
export function assertNotBanned({ ban }: Player): void {
  if (!ban) return
  const why = ban.reason === '' ? '' : ` The reason given: ${ban.reason}`
  throw new PageError(403, {
    title: 'This account is closed',
    message: `Whoever runs this site has closed it, so it cannot sign in or play.${why}`,
  })
}
