import { dirname } from 'node:path'
import { closeOnError, type Disk, type DiskFile, writeAll } from '../files/disk.ts'
import { encodeSegmentHeader, type SegmentHeader } from './segment-header.ts'

/**
 * Makes the file of a new segment and opens it for its batches. It gets its name only when its header is on disk, so a
 * segment without a header is damage and never the trace of a crash. Replaces an empty file of that name.
 */
export async function createSegment(disk: Disk, path: string, header: SegmentHeader): Promise<DiskFile> {
  await disk.remove(unfinished(path))
  const file = await disk.create(unfinished(path))
  await closeOnError(file, async () => {
    await writeAll(file, encodeSegmentHeader(header))
    await file.sync()
  })
  await file.close()
  await disk.rename(unfinished(path), path)
  await disk.syncFolder(dirname(path))
  return disk.append(path)
}

const unfinished = (path: string) => `${path}.new`
