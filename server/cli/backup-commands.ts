import { mkdir, mkdtemp, readdir, readFile, rename, rm, rmdir } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { AuditReport } from '../domain/audit/ledger-audit.ts'
import { writeDurably } from '../keys/durable-file.ts'
import { keyFileIn, readKeys } from '../keys/keys.ts'
import { auditSnapshot } from '../services/ledger/audit.ts'
import { FileExists, readBackup, writeBackup } from '../storage/lowdb/backup/backup-file.ts'
import { createStore } from '../storage/lowdb/backup/create-store.ts'
import { nodeDisk } from '../storage/lowdb/files/disk.ts'
import type { StoreData } from '../storage/lowdb/files/stored-data.ts'
import { snapshotFiles } from '../storage/lowdb/ledger-snapshot.ts'
import { NoStore, readStore } from '../storage/lowdb/read-folder.ts'
import { type Command, CommandFailed, type Terminal, UsageError } from './command.ts'
import { asJson, facts } from './present.ts'

const SECRET = 'It holds the signing keys and the hashes of passwords and tokens: keep it as safe as the data folder.'

const backup: Command = {
  name: 'backup',
  usage: '<data folder> <new file> [--json]',
  summary: 'Copy a data folder to one file, also while a server uses it',
  help: `Writes everything in a data folder to a new file, as of one moment: players, games, matches, the ledger, sign-ins and
keys. Works while a server uses the folder, and changes nothing in it. Then it reads the file again and verifies the
ledger in it. ${SECRET}

  --json  one JSON object instead of words

Exit code 0: written and verified. 1: the folder is damaged, or the file could not be written. 2: wrong arguments.`,

  async run(args, terminal) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean' } },
    })
    const [folder, file] = two(positionals, 'Name one data folder, and one new file.')
    const store = await readStore(folder).catch(usageErrorOf(NoStore, 'ENOENT', 'ENOTDIR'))
    const keys = (await readKeys(folder)) === null ? null : await readFile(keyFileIn(folder), 'utf8')
    await writeBackup(file, store, { keys, takenAt: terminal.now() }).catch(usageErrorOf(FileExists, 'ENOENT'))
    const written = await readBackup(file)
    const report = await verified(written.data, store.data, file)
    await show(terminal, values.json, `${file} is written and verified. ${SECRET}`, written.data, report)
    return 0
  },
}

const restore: Command = {
  name: 'restore',
  usage: '<file> <new data folder> [--json]',
  summary: 'Make a data folder of a backup',
  help: `Makes a data folder of a file that "ante backup" wrote. The folder must not exist, or be empty. The backup is verified
before, and the folder after; nothing is left where either fails. Start the server with it when that is done
(DATA_DIR). Everything that happened after the backup is missing.

  --json  one JSON object instead of words

Exit code 0: restored and verified. 1: the backup is damaged, or the folder is not empty. 2: wrong arguments.`,

  async run(args, terminal) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean' } },
    })
    const [file, folder] = two(positionals, 'Name one backup, and one new data folder.')
    await assertEmpty(folder)
    const found = await readBackup(file).catch(usageErrorOf(NoStore, 'ENOENT', 'EISDIR'))
    const target = resolve(folder)
    await mkdir(dirname(target), { recursive: true })
    const unfinished = await mkdtemp(`${target}.restoring-`)
    try {
      await createStore(unfinished, found.data)
      if (found.keys !== null) await writeDurably(keyFileIn(unfinished), found.keys)
      const { data } = await readStore(unfinished)
      const report = await verified(data, found.data, file)
      await rmdir(target).catch(() => {})
      await rename(unfinished, target)
      await nodeDisk.syncFolder(dirname(target))
      const taken = new Date(found.takenAt).toISOString()
      await show(terminal, values.json, `${folder} is as it was at ${taken}, and verified.`, data, report)
      return 0
    } catch (error) {
      await rm(unfinished, { recursive: true, force: true })
      throw error
    }
  },
}

export const backupCommands: readonly Command[] = [backup, restore]

function two(positionals: readonly string[], message: string): readonly [string, string] {
  const [first, second, ...others] = positionals
  if (first === undefined || second === undefined || others.length > 0) throw new UsageError(message)
  return [first, second]
}

/** Rethrows these errors, and those with these codes of Node, as errors of the arguments. */
function usageErrorOf(kind: new (message: string) => Error, ...codes: readonly string[]) {
  return (error: unknown): never => {
    if (!(error instanceof Error)) throw error
    const isNamed = 'code' in error && codes.includes(String(error.code))
    throw error instanceof kind || isNamed ? new UsageError(error.message) : error
  }
}

async function assertEmpty(folder: string): Promise<void> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw new UsageError(`${folder} cannot be read: ${error.message}.`)
  })
  if (names.length > 0) throw new CommandFailed(`${folder} is not empty. A backup is restored into a new folder only.`)
}

/** Throws unless what was read has as much as what it was made of, and its ledger adds up. */
async function verified(read: StoreData, original: StoreData, file: string): Promise<AuditReport> {
  const [now, before] = [countsOf(read), countsOf(original)]
  if (JSON.stringify(now) !== JSON.stringify(before)) {
    throw new CommandFailed(`${file} has not everything: ${JSON.stringify(now)} of ${JSON.stringify(before)}.`)
  }
  const report = await auditSnapshot(snapshotFiles(read), [])
  const [problem] = report.problems
  if (problem) throw new CommandFailed(`The ledger in ${file} does not add up: ${problem.message}`)
  return report
}

function countsOf({ seq: _, ...collections }: StoreData): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(collections).map(([name, { size }]) => [name, size]))
}

async function show(
  terminal: Terminal,
  json: boolean | undefined,
  conclusion: string,
  data: StoreData,
  { head }: AuditReport,
): Promise<void> {
  const { players, games, matches, transfers } = countsOf(data)
  const counts = { players, games, matches, transfers }
  if (json) return terminal.out(asJson({ ...counts, head: { height: head.height, hash: head.hash } }))
  const lines = Object.entries(counts).map(([name, count]): [string, string] => [name, String(count)])
  await terminal.out(`${facts([...lines, ['head', `${head.height}:${head.hash}`]])}\n${conclusion}\n`)
}
