import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { keyFileIn, readKeys } from '../keys/keys.ts'
import { openFolderSource } from '../storage/lowdb/copy/folder-source.ts'
import { openFolderTarget } from '../storage/lowdb/copy/folder-target.ts'
import { FolderInUse } from '../storage/lowdb/files/lock.ts'
import { NoStore } from '../storage/lowdb/read-folder.ts'
import { type DatabaseAddress, parseDatabaseUrl } from '../storage/postgres/connection/database-url.ts'
import { StorageFailed, StorageUnavailable } from '../storage/storage.ts'
import { StoreRefused, type StoreSource, type StoreTarget } from '../storage/store-copy.ts'
import { type Command, CommandFailed, type Terminal, UsageError } from './command.ts'
import { type CopyProgress, type CopyReport, copyStore } from './copy-store.ts'
import { asJson, facts } from './present.ts'

const copy: Command = {
  name: 'store copy',
  usage: '--from <data folder or postgres URL> --to <data folder or postgres URL> [--json]',
  summary: 'Copy a whole store from a data folder to PostgreSQL, or back',
  help: `Copies everything from a data folder into a PostgreSQL database, or from a database into a data folder: players and
their sign-ins, applications, tokens, matches, the ledger with its blocks, events, remembered answers, and the keys.
Stop every server on the source first, and start none before the copy is done: it is refused while one runs. The
target has to be empty: a new database, or a folder that does not exist or has nothing in it. Nothing is changed in
the source.

At the end it reads the copy again. Every record and every balance has to be as it was, and the ledger has to add up
to the same head. Until then no server starts on the target. When the command is cut short, run the same command
again. To PostgreSQL it goes on where it stopped, if the source still begins with what was copied. Otherwise, and
to a data folder always, it removes what it left in the target and begins anew. It says which.

The arguments of a program can be seen by everybody on the machine, so leave the password out of the URL and give it
as PGPASSWORD, or in ~/.pgpass. From folder to folder use "ante backup", from database to database pg_dump.

  --from <place>  what to copy: a data folder, or postgres://user@host/database
  --to <place>    where to: the other kind of the two
  --json          one JSON object instead of words

Exit code 0: copied and verified. 1: refused, or it failed. 2: wrong arguments.`,

  async run(args, terminal) {
    const { values } = parseArgs({
      args: [...args],
      options: { from: { type: 'string' }, to: { type: 'string' }, json: { type: 'boolean' } },
    })
    const [from, to] = [placeIn('--from', values.from), placeIn('--to', values.to)]
    if (from.kind === to.kind) throw new UsageError(ONE_KIND[from.kind])
    const { counts, head } = await copyBetween(from, to, terminal).catch((error: unknown) => asCommandFailed(error))
    await present(terminal, values.json, to, { counts, head })
    return 0
  },
}

export const storeCommands: readonly Command[] = [copy]

type Place =
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'database'; readonly address: DatabaseAddress }

const ONE_KIND = {
  folder: 'Both are data folders. Copy one with "ante backup" and "ante restore".',
  database: 'Both are databases. Copy one with pg_dump and pg_restore.',
} as const

/** Shows no more of a URL than its scheme: there may be a password in it. */
function placeIn(option: string, text: string | undefined): Place {
  if (text === undefined || text === '') throw new UsageError('Say from where (--from) and to where (--to).')
  const [, scheme] = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text) ?? []
  if (scheme === undefined) return { kind: 'folder', folder: resolve(text) }
  if (!/^postgres(ql)?$/.test(scheme)) {
    throw new UsageError(`${option} is a ${scheme}:// URL. It takes a data folder, or a postgres:// URL.`)
  }
  try {
    return { kind: 'database', address: parseDatabaseUrl(text) }
  } catch (error) {
    throw new UsageError(`${option} ${error instanceof Error ? error.message : 'cannot be read'}.`)
  }
}

async function copyBetween(from: Place, to: Place, terminal: Terminal): Promise<CopyReport> {
  // The target first: a refusal there should not wait until a large source was read.
  const target = await openTarget(to)
  const progress = createProgress(terminal)
  try {
    const source = await openSource(from)
    try {
      const found = await target.begin()
      return await copyStore(source, target, found, progress).catch((error: unknown) =>
        asCommandFailed(error, HALF_MADE),
      )
    } finally {
      await source.close()
    }
  } finally {
    await target.close()
    await progress.end()
  }
}

/** What only PostgreSQL needs is loaded when it is needed: no other command waits for it. */
async function openSource(place: Place): Promise<StoreSource> {
  if (place.kind === 'database') {
    const { openDatabaseSource } = await import('../storage/postgres/copy/database-source.ts')
    return openDatabaseSource(place.address)
  }
  const { folder } = place
  const source = await openFolderSource(folder, keyFileIn(folder)).catch((error: unknown) => {
    const isNoFolder =
      error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')
    throw isNoFolder ? new StoreRefused(`There is no data folder ${folder}.`) : error
  })
  // Damaged keys are found now, and not by the first server on the copy.
  await readKeys(folder).catch(async (error: Error) => {
    await source.close()
    throw new StoreRefused(error.message)
  })
  return source
}

async function openTarget(place: Place): Promise<StoreTarget> {
  if (place.kind === 'database') {
    const { openDatabaseTarget } = await import('../storage/postgres/copy/database-target.ts')
    return openDatabaseTarget(place.address)
  }
  return openFolderTarget(place.folder, keyFileIn(place.folder))
}

/** Milliseconds between two lines of progress. */
const SHOW_EVERY = 100
const CLEAR_LINE = '\r\x1b[K'

/** One line that is written over again and again; none where nobody watches. */
function createProgress({ isWatched, err, now }: Terminal): CopyProgress & { end(): Promise<void> } {
  let shownAt = Number.NEGATIVE_INFINITY
  return {
    async show(step, done, total) {
      if (!isWatched || (now() - shownAt < SHOW_EVERY && done < total)) return
      shownAt = now()
      const percent = Math.floor((100 * done) / Math.max(total, 1))
      await err(`${CLEAR_LINE}  ${step} ${done} of ${total} records (${percent} %)`)
    },
    async say(text) {
      await err(`${shownAt > Number.NEGATIVE_INFINITY ? CLEAR_LINE : ''}${text}\n`)
    },
    async end() {
      if (shownAt > Number.NEGATIVE_INFINITY) await err(CLEAR_LINE)
    },
  }
}

/** What stands in the way of a copy, and says so. Anything else is a bug. */
const REFUSALS = [StoreRefused, FolderInUse, NoStore, StorageUnavailable, StorageFailed] as const

const HALF_MADE =
  ' The target is half-made, and no server starts on it. Run the same command again, and it finishes the copy.'

function asCommandFailed(error: unknown, consequence = ''): never {
  if (error instanceof CommandFailed) throw new CommandFailed(`${error.message}${consequence}`)
  const isKnown = REFUSALS.some((kind) => error instanceof kind) || (error instanceof Error && 'syscall' in error)
  throw isKnown && error instanceof Error ? new CommandFailed(`${error.message}${consequence}`) : error
}

async function present(
  terminal: Terminal,
  json: boolean | undefined,
  to: Place,
  { counts, head }: CopyReport,
): Promise<void> {
  const shown = (['players', 'clients', 'games', 'matches', 'transfers', 'events', 'balances'] as const).map(
    (kind): [string, number] => [kind, counts.get(kind) ?? 0],
  )
  const hasKeys = counts.has('keys')
  if (json) {
    const answer = { ...Object.fromEntries(shown), keys: hasKeys, head: { height: head.height, hash: head.hash } }
    return terminal.out(asJson(answer))
  }
  const lines = [...shown.map(([kind, count]): [string, string] => [kind, String(count)])]
  const conclusion = [
    `${to.kind === 'folder' ? to.folder : 'The database'} has everything, and is verified.`,
    hasKeys
      ? 'The keys are in it: keep it as safe as the source.'
      : 'No keys were there: start the servers with the same ANTE_KEYS as before.',
    'From now on start servers on the copy alone.',
  ]
  await terminal.out(`${facts([...lines, ['head', `${head.height}:${head.hash}`]])}\n${conclusion.join(' ')}\n`)
}
