import { type Ante, Problem, type Settled } from '@ante/client'
import { arrive, oneAtATime } from './arrival.ts'
import type { Stage } from './drawing/stage.ts'
import type { Game, Screen } from './game/game.ts'
import { createPurse } from './game/purse.ts'
import { holdRound, untilRoundIsFree } from './game/round-lock.ts'
import type { RoundRecords } from './game/round-records.ts'
import { createNotices } from './notices.ts'
import { createAddress } from './page/address.ts'
import type { GameConfig } from './page/config.ts'
import { watchConnection } from './page/connection.ts'
import type { Sound } from './page/sound.ts'
import { money, problemLine } from './page/words.ts'
import { elsewhereScreen } from './screens/elsewhere.ts'
import { finishedScene, heroScene } from './screens/hero.ts'
import { lobbyScreen } from './screens/lobby-screen.ts'
import { matchScreen } from './screens/match-screen.ts'
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
  readonly now: () => number
  /** The query that the page was opened with. */
  readonly query: string
}

/** Puts the screens together and shows the first one. */
export async function startApp({ root, query, ...parts }: AppOptions): Promise<void> {
  const { ante, config, stage, records, now } = parts
  const address = createAddress(query)
  const notices = createNotices((matchId) => game.toMatch(matchId))
  const shell = createShell({
    root,
    notices: notices.element,
    sound: parts.sound,
    signOut: () => void ante.logout(),
    home: () => (ante.player === null ? game.toSignIn() : game.toLobby()),
  })
  const hero = heroScene(now)
  const purse = createPurse(ante, config.currency, (balance) => {
    if (ante.player !== null) shell.showAccount({ player: ante.player, balance: money(balance, config.currency) })
  })
  const retellConnection = watchConnection(ante, () => shell.screen?.name === 'round', shell.showConnection)

  const game: Game = {
    ...parts,
    async play(stake) {
      // Asking the server for what cannot succeed would only fill the browser's console.
      if (!purse.covers(stake)) throw new Problem('insufficient_funds', 'The balance is too low.')
      await game.toRound(await ante.play({ gameId: config.gameId, stake, currency: config.currency }))
    },
    toSignIn(problem) {
      shell.showAccount(null)
      show(signInScreen(game, problem ?? null))
    },
    // Signing in and hearing of it both lead here.
    toStart: oneAtATime(() => arrive(game, { address, purse, trouble: (...told) => show(troubleScreen(...told)) })),
    toLobby: () => show(lobbyScreen(game)),
    async toRound(attempt) {
      const letGo = await holdRound(attempt.matchId)
      if (letGo === null) void waitForOtherTab(attempt.matchId)
      else show(roundScreen(game, attempt, letGo))
    },
    toMatch(matchId, submission) {
      notices.drop(matchId)
      show(matchScreen(game, matchId, submission))
    },
  }

  function show(screen: Screen): void {
    shell.show(screen)
    // Trying again has to find the way.
    if (screen.name !== 'trouble') address.showMatch(screen.matchId ?? null)
    stage.rearrange()
    stage.show(screen.scene ?? finishedTower(screen.matchId) ?? hero)
    retellConnection()
  }

  function finishedTower(matchId: string | undefined) {
    const record = matchId === undefined ? null : records.find(matchId)
    return record === null ? null : finishedScene(record)
  }

  async function waitForOtherTab(matchId: string): Promise<void> {
    const screen = elsewhereScreen(game)
    show(screen)
    await untilRoundIsFree(matchId)
    if (shell.screen === screen) await game.toStart()
  }

  const tell = (settled: Settled) => {
    if (shell.screen?.matchId !== settled.match.id) notices.add(settled)
  }
  ante.on('settled', tell)
  ante.on('expired', tell)
  ante.on('void', tell)
  ante.on('signedIn', () => {
    // Also when another tab signed in: this one need not be asked again.
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
