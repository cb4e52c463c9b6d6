/** Every text of the lobby. `{amount}` stands for money. */
export interface Words {
  readonly loading: string
  readonly signIn: string
  readonly signInToPlay: string
  /** Where the page signs its players in itself. */
  readonly signInOnSite: string
  readonly tryAgain: string
  readonly signOut: string
  readonly balance: string
  readonly chooseStake: string
  readonly yourTurn: string
  readonly timeLeft: string
  readonly continueRound: string
  readonly sending: string
  readonly saved: string
  readonly keepOpen: string
  readonly waitingForOpponent: string
  readonly waitingForScore: string
  readonly won: string
  readonly lost: string
  readonly draw: string
  readonly returned: string
  readonly you: string
  readonly opponent: string
  readonly noScore: string
  readonly playAgain: string
  readonly back: string
  readonly history: string
  readonly noMatches: string
  readonly open: string
  readonly tooExpensive: string
  readonly stakeLimit: string
  readonly tooManyMatches: string
  readonly unavailable: string
  readonly popupBlocked: string
  readonly denied: string
  readonly failed: string
}
