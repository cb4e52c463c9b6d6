import { StoreUnfinished } from '../../store-copy.ts'

/** Throws `StoreUnfinished` while a copy into the database is under way, and after one that was cut short. */
export async function assertFinished(read: (text: string) => Promise<readonly unknown[]>): Promise<void> {
  const rows = await read('SELECT copy FROM store WHERE copy IS NOT NULL')
  if (rows.length > 0) throw new StoreUnfinished('The database', 'drop the database')
}
