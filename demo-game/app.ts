import { type Ante, type Attempt, Problem, type Settled } from '@ante/client'
import type { Skill } from './autoplay.ts'
import type { GameConfig } from './config.ts'
import { watchConnection } from './connection.ts'
import type { Stage } from './drawing/stage.ts'
import type { Game, Submission } from './game.ts'
import { createNotices } from './notices.ts'
import { holdRound, untilRoundIsFree } from './round-lock.ts'
import type { RoundRecords } from './round-records.ts'
import { elsewhereScreen } from './screens/elsewhere.ts'
import { finishedScene, heroScene } from './screens/hero.ts'
import { lobbyScreen } from './screens/lobby.ts'
import { matchScreen } from './screens/match.ts'
import { roundScreen } from './screens/round.ts'
import { signInScreen } from './screens/sign-in.ts'
import { troubleScreen } from './screens/trouble.ts'
import { createShell } from './shell.ts'
import { money, problemLine } from './words.ts'

interface AppOptions {
  readonly root: HTMLElement
  readonly ante: Ante
  readonly config: GameConfig
  readonly stage: Stage
  readonly records: RoundRecords
  readonly skill: Skill | null
  readonly now: () => number
  /** The query that the page was opened with; it stays in the address. */
  readonly query: string
}

const MATCH_IN_ADDRESS = /^#match=([0-9a-f]{32})$/

/** Puts the screens together and leads from one to the other. */
export function startApp({ root, ante, config, stage, records, skill, now, query }: AppOptions): Promise<void> {
  let balance: number | null = null
  let arrival: Promise<void> | null = null
  const notices = createNotices((matchId) => game.toMatch(matchId))
  const shell = createShell({
    root,
    notices: notices.element,
    signOut: () => void ante.logout(),
    home: () => (ante.player === null ? game.toSignIn() : game.toLobby()),
  })
  const hero = heroScene(now)

  const game: Game = {
    ante,
    config,
    stage,
    records,
    skill,
    now,
    async play(stake) {
      // Asking the server for what cannot succeed would only fill the browser's console.
      if (balance !== null && balance < stake) throw new Problem('insufficient_funds', 'The balance is too low.')
      await game.toRound(await ante.play({ gameId: config.gameId, stake, currency: config.currency }))
    },
    toSignIn(problem) {
      setAddress('')
      shell.showAccount(null)
      shell.show(signInScreen(game, problem ?? null))
      showBehind(null)
    },
    toStart,
    toLobby() {
      setAddress('')
      shell.show(lobbyScreen(game))
      showBehind(null)
    },
    async toRound(attempt: Attempt) {
      const letGo = await holdRound(attempt.matchId)
      if (letGo === null) return waitForOtherTab(attempt.matchId)
      setAddress(attempt.matchId)
      shell.show(roundScreen(game, attempt, letGo))
      stage.rearrange()
    },
    toMatch(matchId: string, submission?: Submission) {
      setAddress(matchId)
      notices.drop(matchId)
      shell.show(matchScreen(game, matchId, submission))
      showBehind(matchId)
    },
  }

  function showBehind(matchId: string | null): void {
    const record = matchId === null ? null : records.find(matchId)
    stage.rearrange()
    stage.show(record === null ? hero : finishedScene(record))
  }

  function setAddress(matchId: string): void {
    history.replaceState(null, '', `${location.pathname}${query}${matchId === '' ? '' : `#match=${matchId}`}`)
  }

  async function waitForOtherTab(matchId: string): Promise<void> {
    const screen = elsewhereScreen(game)
    shell.show(screen)
    showBehind(null)
    await untilRoundIsFree(matchId)
    if (shell.screen === screen) await toStart()
  }

  /** Signing in and hearing of it both lead here: they are one arrival. */
  function toStart(): Promise<void> {
    arrival ??= arrive().finally(() => {
      arrival = null
    })
    return arrival
  }

  async function arrive(): Promise<void> {
    try {
      await refreshBalance()
      const attempt = await ante.openAttempt(config.gameId)
      const [, matchId] = MATCH_IN_ADDRESS.exec(location.hash) ?? []
      if (attempt !== null) await game.toRound(attempt)
      else if (matchId !== undefined) game.toMatch(matchId)
      else game.toLobby()
    } catch (error) {
      if (ante.player === null) game.toSignIn(problemLine(error))
      else shell.show(troubleScreen(problemLine(error), () => void toStart()))
    }
  }

  async function refreshBalance(): Promise<void> {
    setBalance((await ante.me()).balances[config.currency] ?? 0)
  }

  function setBalance(next: number | null): void {
    balance = next
    const { player } = ante
    const shown = next === null ? null : money(next, config.currency)
    shell.showAccount(player === null ? null : { player, balance: shown })
  }

  function decided(settled: Settled): void {
    if (shell.screen?.matchId !== settled.match.id) notices.add(settled)
  }

  ante.on('settled', decided)
  ante.on('expired', decided)
  ante.on('void', decided)
  ante.on('wallet', (wallet) => {
    if (wallet.currency === config.currency) setBalance(wallet.balance)
  })
  ante.on('gap', () => void refreshBalance())
  ante.on('signedOut', ({ reason }) => {
    notices.clear()
    game.toSignIn(reason === 'expired' ? 'You have been signed out. Sign in again to go on.' : undefined)
  })
  ante.on('signedIn', () => {
    // Another tab signed in: this one need not be asked again.
    if (shell.screen?.name === 'sign-in') void toStart()
  })
  watchConnection(ante, () => shell.screen?.name === 'round', shell.showConnection)

  async function start(): Promise<void> {
    try {
      const player = await ante.completeLogin()
      if (player === null) game.toSignIn()
      else await toStart()
    } catch (error) {
      game.toSignIn(problemLine(error))
    }
  }
  return start()
}
