import { Problem } from '@ante/shared'

/** The error of calls that need a player when nobody is signed in. */
export function signedOutProblem(): Problem {
  return new Problem('unauthorized', 'Nobody is signed in')
}
