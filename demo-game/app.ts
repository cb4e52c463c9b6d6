import { type Ante, type Attempt, Problem, type Settled } from '@ante/client'
import type { Stage } from './drawing/stage.ts'
import { oneAtATime, showFirstScreen } from './first-screen.ts'
import { createBalance } from './game/balance.ts'
import type { Game, Screen } from './game/game.ts'
import { holdRound, untilRoundIsFree } from './game/round-lock.ts'
import type { RoundRecords } from './game/round-records.ts'
import { createNotices } from './notices.ts'
import { createAddress } from './page/address.ts'
import type { GameConfig } from './page/config.ts'
import { watchConnection } from './page/connection.ts'
import type { Sound } from './page/sound.ts'
import { money, problemLine } from './page/words.ts'
import { finishedScene, heroScene } from './screens/hero.ts'
import { lobbyScreen } from './screens/lobby-screen.ts'
import { matchScreen } from './screens/match-screen.ts'
import { otherTabScreen } from './screens/other-tab.ts'
import { roundScreen } from './screens/round-screen.ts'
import { signInScreen } from './screens/sign-in-screen.ts'
import { troubleScreen } from './screens/trouble.ts'
import { createShell } from './shell.ts'
import type { Skill } from './simulation/autoplay.ts'

interface AppOptions {
  readonly root: HTMLElement
  readonly ante: Ante
  readonly config: GameConfig
  readonly stage: Stage
  readonly records: RoundRecords
  readonly sound: Sound
  readonly skill: Skill | null
  /** The query that the page was opened with. */
  readonly query: string
}

/** Creates all parts of the page, connects them and shows the first screen. */
export async function startApp({ root, query, ...parts }: AppOptions): Promise<void> {
  const { ante, config, stage, records } = parts
  const address = createAddress(query)
  const notices = createNotices((matchId) => game.toMatch(matchId))
  const shell = createShell({
    root,
    notices: notices.element,
    sound: parts.sound,
    signOut: () => void ante.logout(),
    home: () => (ante.player === null ? game.toSignIn() : game.toLobby()),
  })
  const hero = heroScene(() => performance.now())
  const balance = createBalance(ante, config.currency, (amount) => {
    if (ante.player !== null) shell.showAccount({ player: ante.player, balance: money(amount, config.currency) })
  })
  const repeatConnection = watchConnection(ante, () => shell.screen?.name === 'round', shell.showConnection)

  const game: Game = {
    ...parts,
    async play(stake) {
      // The server would refuse, and the browser would log the refused request as an error.
      if (!balance.covers(stake)) throw new Problem('insufficient_funds', 'The balance is too low.')
      await game.toRound(await ante.play({ gameId: config.gameId, stake, currency: config.currency }))
    },
    toSignIn(problem) {
      shell.showAccount(null)
      show(signInScreen(game, problem ?? null))
    },
    // `login` and the event `signedIn` both call this, so it must not run twice at once.
    toStart: oneAtATime(() =>
      showFirstScreen(game, { address, balance, showTrouble: (...trouble) => show(troubleScreen(...trouble)) }),
    ),
    toLobby: () => show(lobbyScreen(game)),
    async toRound(attempt, options) {
      const held = await holdRound(attempt.matchId, options)
      if (held === null) return void waitForOtherTab(attempt)
      const screen = roundScreen(game, attempt, held.release)
      show(screen)
      void held.lost.then(() => {
        if (shell.screen === screen) void waitForOtherTab(attempt)
      })
    },
    toMatch(matchId, submission) {
      notices.drop(matchId)
      show(matchScreen(game, matchId, submission))
    },
  }

  function show(screen: Screen): void {
    shell.show(screen)
    // The trouble screen keeps the match in the address, because its retry reads it there.
    if (screen.name !== 'trouble') address.showMatch(screen.matchId ?? null)
    stage.rearrange()
    stage.show(screen.scene ?? finishedTower(screen.matchId) ?? hero)
    repeatConnection()
  }

  function finishedTower(matchId: string | undefined) {
    const record = matchId === undefined ? null : records.find(matchId)
    return record === null ? null : finishedScene(record)
  }

  async function waitForOtherTab(attempt: Attempt): Promise<void> {
    const screen = otherTabScreen(game, attempt)
    show(screen)
    await untilRoundIsFree(attempt.matchId)
    if (shell.screen === screen) await game.toStart()
  }

  const notify = (settled: Settled) => {
    if (shell.screen?.matchId !== settled.match.id) notices.add(settled)
  }
  ante.on('settled', notify)
  ante.on('expired', notify)
  ante.on('void', notify)
  ante.on('signedIn', () => {
    // Another tab may have signed in.
    if (shell.screen?.name === 'sign-in') void game.toStart()
  })
  ante.on('signedOut', ({ reason }) => {
    notices.clear()
    game.toSignIn(reason === 'expired' ? problemLine(new Problem('unauthorized', 'The session is over.')) : undefined)
  })

  stage.rearrange()
  stage.show(hero)
  try {
    if ((await ante.completeLogin()) === null) game.toSignIn()
    else await game.toStart()
  } catch (error) {
    game.toSignIn(problemLine(error))
  }
}
