/** What the operator can do about a disk error, by its error code. */
const ADVICE: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full: make room on it, then start Ante again.',
  EDQUOT: 'The quota of this user is used up: raise it or make room, then start Ante again.',
  EFBIG: 'A file may not grow that long here: raise the limit (ulimit -f, LimitFSIZE), then start Ante again.',
  EIO: 'The disk failed: look at the kernel log and check the disk before Ante is started again.',
  EROFS: 'The file system is read-only: look at the kernel log, and make it writable before Ante is started again.',
  EMFILE: 'Too many files are open: raise the limit (ulimit -n, LimitNOFILE), then start Ante again.',
  ENFILE: 'The machine has too many files open: close some, then start Ante again.',
}

/** The message for the operator about a disk error under the data folder, with advice; null for any other error. */
export function diskTroubleIn(error: unknown, directory: string): string | null {
  if (!(error instanceof Error)) return null
  const advice = 'code' in error && typeof error.code === 'string' ? ADVICE[error.code] : undefined
  if (advice === undefined) return diskTroubleIn(error.cause, directory)
  return `The data folder ${directory} cannot be used: ${error.message}. ${advice} Everything that was acknowledged is on disk.`
}
