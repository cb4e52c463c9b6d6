import { open, rename, rm, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { exportLedger } from '../services/ledger/export/ledger-export.ts'
import { type Command, UsageError } from './command.ts'
import { ledgerIn, signingKeysIn, sourceAt } from './ledger-source.ts'

/** Writes a ledger as NDJSON that anybody can verify. */
export const ledgerExport: Command = {
  name: 'ledger export',
  usage: '<data folder> [--out <file>]',
  summary: 'Write a ledger as NDJSON that anybody can verify',
  help: `Writes the whole ledger of a data folder as NDJSON: entries in their blocks, how each match stands, every balance,
the head and a digest, both signed. Names, addresses and secrets stay out. Works also while a server uses the folder,
and changes nothing in it. "ante ledger verify <file>" reads it.

  --out <file>  where to write it, in place of what is there; standard output without it

Exit code 0: written. 1: the folder is damaged. 2: the command was not understood.`,

  async run(args, terminal) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { out: { type: 'string' } },
    })
    const [folder, ...others] = positionals
    if (folder === undefined || others.length > 0) throw new UsageError('Name one data folder.')
    const source = await sourceAt(folder, terminal)
    if (source.kind !== 'folder') throw new UsageError(`${folder} is not a data folder.`)
    const snapshot = await ledgerIn(folder)
    const signingKeys = await signingKeysIn(folder)
    if (!signingKeys) throw new UsageError(`${folder} has no keys.json to sign an export with.`)
    const lines = exportLedger({ snapshot, clock: terminal, signingKeys })
    if (values.out === undefined) for await (const line of lines) await terminal.out(line)
    else await replaceFile(values.out, lines)
    return 0
  },
}

/** A reader finds the whole file or the one before it. */
async function replaceFile(path: string, lines: AsyncIterable<string>): Promise<void> {
  const temporary = `${path}.new`
  const file = await open(temporary, 'w', 0o600).catch((error: Error) => {
    throw new UsageError(`${path} cannot be written: ${error.message}.`)
  })
  try {
    await writeFile(file, lines)
    await file.sync()
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  } finally {
    await file.close()
  }
  await rename(temporary, path)
}
