import type { Balance } from './game/balance.ts'
import type { Game } from './game/game.ts'
import type { Address } from './page/address.ts'
import { problemLine } from './page/words.ts'

interface FirstScreenOptions {
  readonly address: Address
  readonly balance: Balance
  /** Shows a problem with a button that calls `retry`. */
  readonly showTrouble: (line: string, retry: () => void) => void
}

/** Shows a signed-in player the open round, the match in the address, or the lobby. */
export async function showFirstScreen(game: Game, options: FirstScreenOptions): Promise<void> {
  const { address, balance, showTrouble } = options
  try {
    await balance.refresh()
    const attempt = await game.ante.openAttempt(game.config.gameId)
    if (attempt !== null) await game.toRound(attempt)
    else if (address.matchId !== null) game.toMatch(address.matchId)
    else game.toLobby()
  } catch (error) {
    if (game.ante.player === null) game.toSignIn(problemLine(error))
    else showTrouble(problemLine(error), () => void game.toStart())
  }
}

/** Wraps a task so that it never runs twice at once. A call while it runs returns the promise of that run. */
export function oneAtATime(task: () => Promise<void>): () => Promise<void> {
  let inFlight: Promise<void> | null = null
  return () => {
    inFlight ??= task().finally(() => {
      inFlight = null
    })
    return inFlight
  }
}
