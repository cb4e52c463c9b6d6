import type { Game } from './game/game.ts'
import type { Purse } from './game/purse.ts'
import type { Address } from './page/address.ts'
import { problemLine } from './page/words.ts'

interface CallbackResultOptions {
  readonly address: Address
  readonly purse: Purse
  /** Shows what does not work; `again` tries again. */
  readonly trouble: (line: string, again: () => void) => void
}

/** Leads a signed-in player to where they belong: an open round, the match in the address, or the lobby. */
export async function arrive(game: Game, options: CallbackResultOptions): Promise<void> {
  const { address, purse, trouble } = options
  try {
    await purse.refresh()
    const attempt = await game.ante.openAttempt(game.config.gameId)
    if (attempt !== null) await game.toRound(attempt)
    else if (address.matchId !== null) game.toMatch(address.matchId)
    else game.toLobby()
  } catch (error) {
    if (game.ante.player === null) game.toSignIn(problemLine(error))
    else trouble(problemLine(error), () => void game.toStart())
  }
}

/** While a task is under way, asking for it again is the same one. */
export function oneAtATime(task: () => Promise<void>): () => Promise<void> {
  let inFlight: Promise<void> | null = null
  return () => {
    inFlight ??= task().finally(() => {
      inFlight = null
    })
    return inFlight
  }
}
