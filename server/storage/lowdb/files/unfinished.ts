import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { StoreUnfinished } from '../../store-copy.ts'
import { closeOnError, type Disk, writeAll } from './disk.ts'

/** Its name in the data folder. It is there from the beginning of a copy into the folder until the copy was verified. */
export const UNFINISHED = 'copying.json'

/** Marks a folder as a half-made copy, before anything is copied into it. */
export async function markUnfinished(directory: string, disk: Disk): Promise<void> {
  const file = await disk.create(join(directory, UNFINISHED))
  await closeOnError(file, async () => {
    await writeAll(file, Buffer.from('{"ante":"copying"}\n'))
    await file.sync()
  })
  await file.close()
  await disk.syncFolder(directory)
}

/** Gives the folder free. */
export async function unmarkUnfinished(directory: string, disk: Disk): Promise<void> {
  await disk.remove(join(directory, UNFINISHED))
  await disk.syncFolder(directory)
}

/** Throws `StoreUnfinished` for a folder that is marked. */
export async function assertFinished(directory: string): Promise<void> {
  const isMarked = await stat(join(directory, UNFINISHED)).then(
    () => true,
    () => false,
  )
  if (isMarked) throw new StoreUnfinished(`The data folder ${directory}`, 'remove the folder')
}
