import { formatMoney, LoginError, type Match, type MatchResult, Problem, type ProblemCode } from '@ante/client'

/** The page is in English, whatever the browser's language. Amounts use the same locale. */
const LOCALE = 'en'

export function money(minorUnits: number, currency: string): string {
  return formatMoney(minorUnits, currency, LOCALE)
}

export function points(score: number | null): string {
  return score === null ? 'no score' : score.toLocaleString(LOCALE)
}

/** Formats a time span in milliseconds as minutes and seconds: `9:41`. */
export function clock(span: number): string {
  const seconds = Math.max(0, Math.ceil(span / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

const STEPS: readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

/** Returns how long ago a date was, in words. */
export function ago(date: Date, now: number): string {
  const seconds = (now - date.getTime()) / 1000
  const [unit, length] = STEPS.find(([, length]) => seconds >= length) ?? ['second', 1]
  if (unit === 'second') return 'just now'
  return new Intl.RelativeTimeFormat(LOCALE, { numeric: 'auto' }).format(-Math.floor(seconds / length), unit)
}

/** Returns the outcome of a match in one line; null while it is undecided. */
export function outcomeLine(match: Match, result: MatchResult): string | null {
  switch (result.verdict) {
    case null:
      return null
    case 'won':
      return `You won ${money(result.amountWon ?? 0, match.currency)}`
    case 'lost':
      return `You lost ${money(match.stake, match.currency)}`
    case 'draw':
      return "It's a draw"
    case 'void':
      return 'Nobody sent a score'
    case 'expired':
      return 'Nobody took the match'
  }
}

/** Returns the reason for the outcome, and where the money is now. */
export function outcomeReason(match: Match, result: MatchResult): string {
  const stake = money(match.stake, match.currency)
  switch (result.verdict) {
    case 'won':
      return result.opponentScore === null
        ? 'The other player sent no score in time.'
        : 'Your tower beat theirs. The winnings are in your balance.'
    case 'lost':
      return result.ownScore === null ? 'No score of yours came in time.' : 'Their tower was worth more this time.'
    case 'draw':
      return `Two equal scores. Your ${stake} are back in your balance.`
    case 'void':
    case 'expired':
      return `Your ${stake} are back in your balance.`
    case null:
      return ''
  }
}

/** Returns the amount won or lost, with its sign; null while the match is undecided. */
export function gain(match: Match, result: MatchResult): string | null {
  if (result.verdict === null) return null
  if (result.verdict === 'won') return `+${money(result.amountWon ?? 0, match.currency)}`
  return result.verdict === 'lost' ? `−${money(match.stake, match.currency)}` : money(0, match.currency)
}

const PROBLEMS: Partial<Record<ProblemCode, string>> = {
  insufficient_funds: 'Your balance does not cover this stake. Choose a smaller one.',
  stake_not_allowed: 'This stake is not offered any more. Choose another one.',
  too_many_matches: 'You have too many undecided matches. Wait until one is decided.',
  stake_limit_reached: 'Your stake limit for this game leaves less than this stake. Choose a smaller one.',
  game_disabled: 'The game is closed at the moment. No stake was taken.',
  unknown_game: 'The server does not know this game. No stake was taken.',
  client_not_allowed: 'This page may not play this game. No stake was taken.',
  player_excluded: 'This account may not play. No stake was taken.',
  unauthorized: 'You have been signed out. Sign in again to go on.',
  result_too_late: 'Your score came too late: the time for this match was over.',
  score_already_posted: 'A score of this round was sent before. The first one counts.',
  too_many_requests: 'That was too much at once. Try again in a moment.',
  unavailable: 'The server cannot be reached. Try again in a moment.',
  not_found: 'There is no such match.',
  not_participant: 'This match belongs to other players.',
}

const SIGN_IN_PROBLEMS: Record<LoginError['code'], string> = {
  popup_blocked: 'Your browser blocked the sign-in window.',
  denied: 'You did not allow Stackhouse to put up stakes for you, so you are not signed in.',
  closed: 'The sign-in was cancelled.',
  timeout: 'The sign-in took too long. Try again.',
  insecure_context: 'Signing in needs a secure connection (https).',
  refused: 'The server refused the sign-in. Try again later.',
}

/** Returns a message for any error, in plain words. */
export function problemLine(error: unknown): string {
  if (error instanceof LoginError) return SIGN_IN_PROBLEMS[error.code]
  if (error instanceof Problem) return PROBLEMS[error.code] ?? 'Something went wrong on the server. Try again.'
  return 'Something went wrong in this page. Reload it.'
}
