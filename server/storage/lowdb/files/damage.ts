/** The stored files cannot be trusted, so the store stays closed and its files stay as they are. */
export class StoreDamaged extends Error {
  override readonly name = 'StoreDamaged'
}

/** Says what is wrong where, and what an operator can do about it. */
export function damaged(path: string, offset: number | null, what: string): StoreDamaged {
  const place = offset === null ? path : `${path}, byte ${offset}`
  return new StoreDamaged(
    `The store is damaged: ${place}: ${what}. Ante does not start, so that nothing acknowledged is lost silently, and has changed nothing. Keep a copy of the data folder, check the disk, and restore the whole folder from a backup.`,
  )
}
