import { stat } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import {
  createKeys,
  type Keys,
  keyFileIn,
  presentKeys,
  readKeyFile,
  rotatedKeys,
  withoutOldKeys,
  writeKeys,
} from '../keys/keys.ts'
import { type Command, CommandFailed, UsageError } from './command.ts'
import { asJson, only } from './present.ts'

const create: Command = {
  name: 'keys new',
  usage: '',
  summary: 'Make keys for ANTE_KEYS',
  help: `Writes new signing and cookie keys to standard output, as ANTE_KEYS takes them: keep them as a secret. Without
ANTE_KEYS a server makes its own, in its data folder.`,

  async run(args, terminal) {
    parseArgs({ args: [...args], options: {} })
    await terminal.out(presentKeys(await createKeys()))
    return 0
  },
}

const rotate: Command = {
  name: 'keys rotate',
  usage: '<data folder or file of keys> [--drop-old] [--json]',
  summary: 'Put new keys in front of the old ones, or end the old ones',
  help: `Puts new signing and cookie keys in front. The old ones still count, so nobody is signed out and what was signed
is still believed; they stay in the published key set. A running server takes the change up at its next start.

  --drop-old  ends the old ones instead: after a day at the earliest, when all that was made with them has expired.
              Heads and exports of the ledger that they signed then need --jwks: keep a copy of /oauth/jwks first.
  --json      one JSON object instead of words

Exit code 0: done. 1: there are no keys. 2: the command was not understood.`,

  async run(args, terminal) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { 'drop-old': { type: 'boolean' }, json: { type: 'boolean' } },
    })
    const file = await keyFileAt(only(positionals, 'Name one data folder, or one file of keys.'))
    const before = await readKeyFile(file).catch((error: Error) => {
      throw new CommandFailed(error.message)
    })
    if (!before) throw new CommandFailed(`${file} does not exist: a server makes it at its first start.`)
    const after = values['drop-old'] ? withoutOldKeys(before) : await rotatedKeys(before)
    await writeKeys(file, after)
    const isDone = values['drop-old'] ? 'The old keys have ended.' : 'New keys are in front; the old ones still count.'
    await terminal.out(
      values.json
        ? asJson({ file, signing_keys: idsOf(after), secrets: after.secrets.length })
        : `${isDone}\n  ${file} now has the signing keys ${idsOf(after).join(', ')}.\n  Restart the server to use them.\n`,
    )
    return 0
  },
}

export const keysCommands: readonly Command[] = [create, rotate]

const idsOf = ({ signing }: Keys) => signing.map(({ kid }) => kid ?? '')

async function keyFileAt(path: string): Promise<string> {
  const found = await stat(path).catch((error: Error) => {
    throw new UsageError(`${path} cannot be read: ${error.message}.`)
  })
  return found.isDirectory() ? keyFileIn(path) : path
}
