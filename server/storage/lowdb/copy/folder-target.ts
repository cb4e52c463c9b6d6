import { mkdir, readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { identityKey } from '../../../domain/identity.ts'
import type { PostedTransfer } from '../../../domain/ledger.ts'
import { type RecordBatch, StoreRefused, type StoreTarget } from '../../store-copy.ts'
import { writeStore } from '../backup/create-store.ts'
import { closeOnError, nodeDisk, writeAll } from '../files/disk.ts'
import { type FolderLock, lockFolder } from '../files/lock.ts'
import { emptyData, oauthKey, type StoreData } from '../files/stored-data.ts'
import { markUnfinished, UNFINISHED, unmarkUnfinished } from '../files/unfinished.ts'
import { eventKey } from '../packed/stored-events.ts'
import { readUnfinishedStore } from '../read-folder.ts'
import { contentOf } from './folder-content.ts'
import { readIfThere } from './folder-source.ts'

/** Sockets of locks are no data, and a dead one may be left behind. */
const LOCK = /^lock-[0-9a-f]{12}\.sock(\.new)?$/
/** The files that a copy makes. */
const MADE = /^(snapshot\.ndjson|stopped\.json)(\.tmp)?$|^journal-\d+\.ndjson$|^keys\.json$/

/**
 * Makes a data folder of a copy. It must not exist, or be empty, or be a copy that was cut short. Everything is in memory until
 * it is written as a whole, so there is never anything to go on with. Throws `StoreRefused`.
 */
export async function openFolderTarget(directory: string, keyFile: string): Promise<StoreTarget> {
  let lock: FolderLock | null = null
  let data = emptyData()
  let keys: string | null = null
  await leftBehind(directory)

  return {
    async begin() {
      const made = await mkdir(directory, { recursive: true, mode: 0o700 })
      if (made !== undefined) await nodeDisk.syncFolder(dirname(made))
      lock = await lockFolder(directory)
      const old = await leftBehind(directory)
      if (!old.includes(UNFINISHED)) await markUnfinished(directory, nodeDisk)
      for (const name of old) if (name !== UNFINISHED) await nodeDisk.remove(join(directory, name))
      return { kind: old.length > 0 ? 'removed' : 'nothing' }
    },

    async clear() {
      data = emptyData()
      keys = null
    },

    async write(batch) {
      if (batch.kind === 'keys') keys = batch.records[0] ?? null
      else add(data, batch)
    },

    async complete() {
      await writeStore(directory, data)
      if (keys !== null) await writeNew(keyFile, keys)
      // It is read again, and need not be there twice.
      data = emptyData()
    },

    async read() {
      const { data: written } = await readUnfinishedStore(directory)
      return contentOf(written, await readIfThere(keyFile))
    },

    finish: () => unmarkUnfinished(directory, nodeDisk),
    async close() {
      await lock?.release()
    },
  }
}

/** The files of a copy that was cut short. Throws `StoreRefused` when anything else is there. */
async function leftBehind(directory: string): Promise<readonly string[]> {
  const names = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw new StoreRefused(`${directory} cannot be read: ${error.message}.`)
  })
  const files = names.filter((name) => !LOCK.test(name))
  const isCopy = files.includes(UNFINISHED) && files.every((name) => name === UNFINISHED || MADE.test(name))
  if (files.length > 0 && !isCopy) {
    throw new StoreRefused(`The data folder ${directory} is not empty. A store is copied into a new folder only.`)
  }
  return files
}

function add(data: StoreData, batch: Exclude<RecordBatch, { kind: 'keys' }>): void {
  switch (batch.kind) {
    case 'meta':
      for (const meta of batch.records) data.meta.set('store', meta)
      return
    case 'counters':
      for (const { of, last } of batch.records) data.counters.set(of, last)
      return
    case 'players':
      for (const player of batch.records) data.players.set(player.id, player)
      return
    case 'identities':
      for (const identity of batch.records) data.identities.set(identityKey(identity), identity)
      return
    case 'games':
      for (const game of batch.records) data.games.set(game.id, game)
      return
    case 'clients':
      for (const client of batch.records) data.clients.set(client.id, client)
      return
    case 'matches':
      for (const match of batch.records) data.matches.set(match.id, match)
      return
    case 'transfers':
      for (const transfer of batch.records) addTransfer(data, transfer)
      return
    case 'blocks':
      for (const block of batch.records) data.blocks.set(block.height, block)
      return
    case 'unsealed':
      // Those that are in no block.
      return
    case 'events':
      for (const event of batch.records) data.events.set(eventKey(event.playerId, event.event.seq), event)
      return
    case 'eventHeads':
      for (const { playerId, last } of batch.records) data.eventHeads.set(playerId, last)
      return
    case 'answers':
      for (const answer of batch.records) data.answers.set(answer.key, answer)
      return
    case 'oauth':
      for (const record of batch.records) data.oauth.set(oauthKey(record.model, record.key), record)
      return
  }
}

/** Numbers are hashed into the chain of blocks, so they stay as they are, and what they leave out is noted. */
function addTransfer({ transfers, counters }: StoreData, transfer: PostedTransfer): void {
  transfers.set(transfer.id, transfer)
  if (transfer.seq !== transfers.length) counters.set('gapsUntil', transfer.seq)
}

async function writeNew(path: string, text: string): Promise<void> {
  const file = await nodeDisk.create(path)
  await closeOnError(file, async () => {
    await writeAll(file, Buffer.from(text))
    await file.sync()
  })
  await file.close()
  await nodeDisk.syncFolder(dirname(path))
}
