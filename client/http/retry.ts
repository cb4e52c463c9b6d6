import type { Environment } from '../environment/environment.ts'
import { TransientProblem } from './transient.ts'

/** The longest wait between two attempts, in seconds. */
const MAX_WAIT = 30

/** How often to repeat a call. */
export interface RetryPolicy {
  /** Infinity: repeat until there is an answer. */
  readonly attempts: number
  /** False: do not repeat when the call may have succeeded and only its answer was lost. */
  readonly repeatable: boolean
  /** Signals that end a wait early. Default: the network returns, or the page comes to the front. */
  readonly wakeOn?: readonly Wake[]
  /** Returns a promise that also ends a wait when it resolves. */
  readonly woken?: () => Promise<void>
}

type Wake = 'online' | 'visible' | 'hidden'

const WAKE_ON = ['online', 'visible'] as const
/** Repeats until there is an answer. When the player leaves the page, it makes one more attempt at once. */
export const UNTIL_ANSWERED: RetryPolicy = {
  attempts: Number.POSITIVE_INFINITY,
  repeatable: true,
  wakeOn: [...WAKE_ON, 'hidden'],
}
export const A_FEW_TIMES: RetryPolicy = { attempts: 4, repeatable: true }
export const ONCE: RetryPolicy = { attempts: 1, repeatable: true }
export const ONLY_IF_NOT_DONE: RetryPolicy = { attempts: 4, repeatable: false }

/** Repeats the task while its failures are transient. The waits grow, and end early on the policy's signals. */
export async function retry<Result>(
  environment: Environment,
  policy: RetryPolicy,
  task: () => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await task()
    } catch (error) {
      if (!(error instanceof TransientProblem) || attempt >= policy.attempts) throw error
      if (error.maybeDone && !policy.repeatable) throw error
      const seconds = error.retryAfter ?? backoff(attempt)
      if (seconds > MAX_WAIT && policy.attempts !== Number.POSITIVE_INFINITY) throw error
      const slept = sleepUntilWoken(environment, seconds * 1000, policy.wakeOn)
      await (policy.woken ? Promise.race([slept, policy.woken()]) : slept)
    }
  }
}

/**
 * Returns the seconds before attempt number `attempt + 1`: about 0.5, 1, 2, 4 … 30. They are random, so that clients do
 * not all call at the same moment.
 */
export function backoff(attempt: number): number {
  return Math.min(MAX_WAIT, 2 ** (attempt - 2)) * (0.75 + Math.random() / 2)
}

/** Sleeps until the time is over or one of these signals arrives. */
export async function sleepUntilWoken(
  environment: Environment,
  milliseconds: number,
  wakeOn: readonly Wake[] = WAKE_ON,
): Promise<void> {
  let ignored: (() => void)[] = []
  const woken = new Promise<void>((resolve) => {
    ignored = wakeOn.map((signal) => environment.listen(signal, () => resolve()))
  })
  await Promise.race([environment.sleep(milliseconds), woken])
  for (const ignore of ignored) ignore()
}
