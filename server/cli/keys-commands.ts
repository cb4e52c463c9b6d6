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
  summary: 'Create keys for ANTE_KEYS',
  help: `Writes new signing and cookie keys to standard output, in the format of ANTE_KEYS. They are secret. Without ANTE_KEYS
a server creates its own keys in its data folder.`,

  async run(args, terminal) {
    parseArgs({ args: [...args], options: {} })
    await terminal.out(presentKeys(await createKeys()))
    return 0
  },
}

const rotate: Command = {
  name: 'keys rotate',
  usage: '<data folder or file of keys> [--drop-old] [--json]',
  summary: 'Add new keys, or remove the old ones',
  help: `Adds new signing and cookie keys, which are used from then on. The old keys stay valid and published: players stay
signed in, and existing signatures can be verified. Restart a running server to use the new keys.

  --drop-old  removes the old keys instead. Wait at least a day after a rotation, until everything that they signed has
              expired. To verify ledger heads and exports that they signed, save a copy of /oauth/jwks first (--jwks).
  --json      one JSON object instead of words

Exit code 0: done. 1: there are no keys. 2: the arguments are wrong.`,

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
