import type { Ante } from '../api/ante.ts'
import type { Attempt } from '../api/attempt.ts'
import type { MatchResult, Score, Settled } from '../api/types.ts'
import { problemKey } from './problem-key.ts'
import type { LobbyState, LobbyView } from './state.ts'

/** The actions of a lobby. It reports every change of its state. */
export interface LobbyController {
  start(): Promise<void>
  signIn(): Promise<void>
  signOut(): Promise<void>
  /** Pays the stake, in minor units, and begins a round. */
  play(stake: number): Promise<void>
  /** Continues a round that began earlier. */
  resume(attempt: Attempt): void
  toLobby(): Promise<void>
  close(): void
}

interface ControllerOptions {
  readonly ante: Ante
  readonly gameId: number
  readonly currency: string
  /** False where the page signs its players in, by a token. */
  readonly signsIn: boolean
  readonly changed: (state: LobbyState) => void
  /** Called when a round begins. The game then plays it. */
  readonly began: (attempt: Attempt) => void
}

const NOBODY: LobbyState = {
  view: { name: 'signed-out' },
  player: null,
  balance: null,
  history: [],
  problem: null,
  busy: false,
}

export function createController(options: ControllerOptions): LobbyController {
  const { ante, gameId, currency, signsIn, changed, began } = options
  let state: LobbyState = { ...NOBODY, view: { name: 'loading' } }
  const set = (change: Partial<LobbyState>) => {
    state = { ...state, ...change }
    changed(state)
  }
  const show = (view: LobbyView) => set({ view, problem: null })
  /** Id of the match that the view is about. */
  const shownMatch = () => {
    const { view } = state
    if ('attempt' in view) return view.attempt.matchId
    return 'match' in view ? view.match.id : null
  }

  /** Runs the task of a click and shows its error, if any. While one task runs, further clicks do nothing. */
  const run = async (task: () => Promise<void>) => {
    if (state.busy) return
    set({ busy: true, problem: null })
    try {
      await task()
    } catch (error) {
      const isStuck = state.view.name === 'loading'
      set({ problem: problemKey(error), ...(isStuck && { view: ante.player ? lobbyView(null) : NOBODY.view }) })
    }
    set({ busy: false })
  }

  const refresh = async () => {
    const [{ balances }, { entries }] = await Promise.all([ante.me(), ante.matches()])
    const history = entries.filter(({ match }) => match.gameId === gameId)
    set({ player: ante.player, balance: balances[currency] ?? 0, history })
  }
  const refreshLater = () => void refresh().catch(() => {})

  const enter = async () => {
    await refresh()
    show(lobbyView(await ante.openAttempt(gameId)))
  }

  const begin = (attempt: Attempt) => {
    const submit = async (score: Score): Promise<MatchResult> => {
      if (shownMatch() === attempt.matchId) show({ name: 'sending', attempt, score })
      return attempt.submit(score)
    }
    // The game gets this wrapped attempt, so that the lobby learns when the round is over.
    const observed: Attempt = Object.create(attempt, { submit: { value: submit } })
    show({ name: 'playing', attempt })
    began(observed)
  }

  const decided = (settled: Settled) => {
    if (settled.match.id === shownMatch()) show({ name: 'result', ...settled })
    refreshLater()
  }
  const showWaiting = async (matchId: string, result: MatchResult) => {
    const match = await ante.match(matchId)
    if (result.verdict || shownMatch() !== matchId || state.view.name === 'result') return
    show({ name: 'waiting', match, score: result.ownScore })
  }

  const stops = [
    ante.on('settled', decided),
    ante.on('expired', decided),
    ante.on('void', decided),
    ante.on('matched', ({ match }) => {
      if (state.view.name === 'waiting' && state.view.match.id === match.id) show({ ...state.view, match })
    }),
    ante.on('submitted', ({ matchId, result }) => {
      if (matchId === shownMatch()) void showWaiting(matchId, result).catch(() => {})
      refreshLater()
    }),
    ante.on('unsent', ({ matchId, kept }) => {
      if (state.view.name === 'sending' && state.view.attempt.matchId === matchId) show({ ...state.view, kept })
    }),
    ante.on('wallet', (wallet) => {
      if (wallet.currency === currency) set({ balance: wallet.balance })
    }),
    ante.on('gap', refreshLater),
    ante.on('connection', (connection) => {
      if (connection.state !== 'offline' && state.problem === 'unavailable') void run(enter)
    }),
    ante.on('signedIn', () => void run(enter)),
    ante.on('signedOut', () => set(NOBODY)),
  ]

  return {
    start: () =>
      run(async () => {
        if (await ante.completeLogin()) await enter()
        else show({ name: 'signed-out' })
      }),
    signIn: () =>
      run(async () => {
        if (signsIn) await ante.login()
        await enter()
      }),
    signOut: () => ante.logout(),
    play: (stake) => run(async () => begin(await ante.play({ gameId, stake, currency }))),
    resume: begin,
    toLobby: () => run(enter),
    close() {
      for (const stop of stops) stop()
    },
  }
}

const lobbyView = (open: Attempt | null): LobbyView => ({ name: 'lobby', open })
