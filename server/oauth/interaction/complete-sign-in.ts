import type { Request, Response } from 'express'
import type Provider from 'oidc-provider'
import type { Logger } from 'pino'
import type { Player } from '../../domain/player.ts'
import { PageError } from '../../html/send-page.ts'
import { loginOf } from '../provider/session-epoch.ts'
import type { Sessions } from '../provider/sessions.ts'
import type { InteractionContext } from './interaction-context.ts'

/** Signs in a player who has proved who they are, and continues the authorization. Throws a page for a banned player. */
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
    res.redirect(303, context.goesOnAt)
  }
}

/** Throws a page for a banned player. Call it only after the player has proved who they are: it tells that there is a ban. */
export function assertNotBanned({ ban }: Player): void {
  if (!ban) return
  const reason = ban.reason === '' ? '' : ` The reason given: ${ban.reason}`
  throw new PageError(403, {
    title: 'This account is closed',
    message: `Whoever runs this site has closed it, so it cannot sign in or play.${reason}`,
  })
}
