import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openLowdbStorage } from '../../../server/storage/lowdb/lowdb-storage.ts'
import { openStorage, temporaryFolder } from '../../support/storage/folders.ts'
import { readAll } from '../../support/storage/history.ts'
import { playMatch } from '../../support/storage/load.ts'
import { filesIn, folderOf, hastyDisk, watchedDisk } from '../../support/storage/simulated-disk.ts'

const FORMAT_1 = join(import.meta.dirname, '..', 'fixtures', 'format-1')

const inFolder = async (name: string) => folderOf(await filesIn(join(FORMAT_1, name)), await temporaryFolder())

/** What a store contains, as the fixtures have it. */
function textOf(content: unknown): string {
  const plain = (_: string, value: unknown) => {
    if (value instanceof Map) return { map: [...value] }
    return value === undefined ? null : value
  }
  return `${JSON.stringify(content, plain)}\n`
}

/** Throws at the n-th step of the disk and at all later ones, as if the process had ended. */
function diskThatEnds(after: number) {
  let steps = 0
  return watchedDisk(({ operation }) => {
    if (steps++ >= after && operation !== 'close') throw new Error('the end')
  }, hastyDisk)
}

describe.each(['closed', 'crashed'])('a store of format 1 that was %s', (name) => {
  it('[ST88] is upgraded by the first start, with everything in it', async () => {
    const directory = await inFolder(name)
    const expected = await readFile(join(FORMAT_1, 'content.ndjson'), 'utf8')
    const first = await openLowdbStorage({ directory })
    expect(textOf(await readAll(first))).toBe(expected)
    await first.close()
    const names = [...(await filesIn(directory)).keys()]
    expect(String((await filesIn(directory)).get('snapshot.ndjson'))).toMatch(/^\{"ante":"snapshot","version":2,/)
    expect(names.filter((file) => file.startsWith('journal-'))).toHaveLength(1)
    const second = await openStorage({ directory })
    expect(textOf(await readAll(second))).toBe(expected)
    await playMatch(second, 60)
  })

  it('[ST88] is upgraded by a later start when the first one is cut short at any step', async () => {
    const expected = await readFile(join(FORMAT_1, 'content.ndjson'), 'utf8')
    for (let step = 0; ; step++) {
      const directory = await inFolder(name)
      const cutShort = await openLowdbStorage({ directory, disk: diskThatEnds(step) }).catch(() => null)
      await cutShort?.close().catch(() => {})
      const storage = await openLowdbStorage({ directory, disk: hastyDisk })
      expect(textOf(await readAll(storage)), `step ${step}`).toBe(expected)
      await storage.close()
      if (cutShort) break
    }
  })
})
