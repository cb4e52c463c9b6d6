import { ACCOUNT } from './account-paths.ts'

/** What the account page says about what was just done. Nothing of a request is written into it. */
const NOTICES = {
  profile: 'Saved.',
  disconnected: 'Disconnected. That game is signed out now.',
  'stake-limit': 'The limit is set. It holds from now on.',
  password: 'Your new password is set. Everything else that was signed in to your account is signed out.',
  kept: 'The account is yours to keep. Games will ask you to sign in once more.',
  linked: 'Added. Everything else that was signed in to your account is signed out.',
  'linked-before': 'You could sign in that way already.',
  unlinked: 'Removed. Everything else that was signed in to your account is signed out.',
  'signed-out': 'You are signed out here.',
  'signed-out-everywhere': 'You are signed out everywhere, and every game is disconnected.',
} as const

export type NoticeName = keyof typeof NOTICES

/** The account page, with a notice. */
export const noticePath = (notice: NoticeName) => `${ACCOUNT}?${new URLSearchParams({ done: notice })}`

/** The text of the notice that a query names; undefined where it names none. */
export function noticeNamed(name: unknown): string | undefined {
  return typeof name === 'string' && isNotice(name) ? NOTICES[name] : undefined
}

const isNotice = (name: string): name is NoticeName => Object.hasOwn(NOTICES, name)
