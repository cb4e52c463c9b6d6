import { PageError } from '../../html/send-page.ts'
import type { FailureReason, UpstreamFailure } from './failures.ts'

interface Words {
  readonly status: number
  /** Both with the provider's name in them. */
  readonly title: (name: string) => string
  readonly message: (name: string) => string
}

/** What somebody reads whose sign-in through a provider did not work; `tryAgain` is where it began. */
export function failurePage(failure: UpstreamFailure, name: string, tryAgain: string | null): PageError {
  const { status, title, message } = WORDS[failure.reason]
  return new PageError(status, {
    title: title(name),
    message: message(name),
    detail: failure.detail,
    ...(tryAgain !== null && { action: { href: tryAgain, label: 'Try again' } }),
  })
}

const WORDS: Readonly<Record<FailureReason, Words>> = {
  slow: {
    status: 504,
    title: (name) => `${name} did not answer in time`,
    message: () => 'It may be busy. Wait a moment and try again, or sign in another way.',
  },
  down: {
    status: 502,
    title: (name) => `${name} cannot be reached`,
    message: () => 'It does not work at the moment. Try again later, or sign in another way.',
  },
  unreadable: {
    status: 502,
    title: (name) => `${name} gave no proper answer`,
    message: () => 'It answered with something that is not understood here. Try again, or sign in another way.',
  },
  refused: {
    status: 502,
    title: (name) => `${name} did not confirm your sign-in`,
    message: () => 'That happens when its page was open for too long. Try again, or sign in another way.',
  },
  no_subject: {
    status: 502,
    title: (name) => `${name} did not say who you are`,
    message: () => 'So nobody could be signed in. Try again, or sign in another way.',
  },
  denied: {
    status: 403,
    title: () => 'You are not signed in',
    message: (name) =>
      `You did not allow ${name} to sign you in, so nothing was shared. Sign in another way, or try again.`,
  },
  returned_error: {
    status: 502,
    title: (name) => `${name} could not sign you in`,
    message: () => 'It sent you back with an error. Try again, or sign in another way.',
  },
  ended: {
    status: 400,
    title: () => 'This sign-in has ended',
    message: (name) =>
      `It took too long, or was never begun here. Go back to where you began, and continue with ${name} again.`,
  },
  elsewhere: {
    status: 400,
    title: () => 'This sign-in was begun in another browser',
    message: () => 'Nobody was signed in. Begin again in the browser that you want to use, and stay in it.',
  },
  used: {
    status: 400,
    title: () => 'This sign-in was used already',
    message: () => 'An answer works once. If you are not signed in, try again.',
  },
  mixed_up: {
    status: 400,
    title: () => 'The answer came from somebody else',
    message: (name) =>
      `It was not ${name} that you were sent to. Nobody was signed in, and nothing was shared. Try again.`,
  },
}
