import { StoreDamaged } from '../storage/lowdb/files/damage.ts'
import { StoreUnfinished } from '../storage/store-copy.ts'
import { backupCommands } from './backup-commands.ts'
import { clientCommands } from './client-commands.ts'
import { type Command, CommandFailed, type Terminal, UsageError } from './command.ts'
import { keysCommands } from './keys-commands.ts'
import { ledgerExport } from './ledger-export.ts'
import { ledgerVerify } from './ledger-verify.ts'
import { playerCommands } from './player-commands.ts'
import { storeCommands } from './store-commands.ts'

const COMMANDS: readonly Command[] = [
  ...clientCommands,
  ...playerCommands,
  ...keysCommands,
  ...backupCommands,
  ...storeCommands,
  ledgerVerify,
  ledgerExport,
]

/** Runs the command in the arguments. Resolves with the exit code: 0 (done), 1 (failed) or 2 (wrong usage). */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<number> {
  const words = args.filter((arg) => arg !== '--help' && arg !== '-h')
  const isHelp = words.length < args.length || words[0] === 'help'
  const asked = words[0] === 'help' ? words.slice(1) : words
  const command = COMMANDS.find(({ name }) => asked.join(' ').concat(' ').startsWith(`${name} `))
  if (isHelp) return help(asked, command, terminal)
  if (!command) {
    await terminal.err(`${args.length === 0 ? '' : `There is no command "${args.join(' ')}".\n\n`}${overview(args[0])}`)
    return 2
  }
  try {
    return await command.run(args.slice(command.name.split(' ').length), terminal)
  } catch (error) {
    if (isFailure(error)) {
      await terminal.err(`${error.message}\n`)
      return 1
    }
    if (!isUsageError(error)) throw error
    await terminal.err(`${error.message}\nUsage: ${usageOf(command)}\n`)
    return 2
  }
}

async function help(asked: readonly string[], command: Command | undefined, terminal: Terminal): Promise<number> {
  if (command) await terminal.out(`Usage: ${usageOf(command)}\n\n${command.help}\n`)
  else await terminal.out(overview(asked[0]))
  return 0
}

const usageOf = ({ name, usage }: Command) => `ante ${name} ${usage}`

/** Lists the commands whose name begins with `subject` (`client`, `ledger` …), or all commands. */
function overview(subject?: string): string {
  const ofSubject = COMMANDS.filter(({ name }) => name.split(' ')[0] === subject)
  const listed = ofSubject.length > 0 ? ofSubject : COMMANDS
  const width = Math.max(...listed.map(({ name }) => name.length))
  const lines = listed.map(({ name, summary }) => `  ante ${name.padEnd(width)}  ${summary}`)
  return `${lines.join('\n')}\n\n"ante help <command>" says more.\n`
}

/** Whether the error says why a command that was understood could not be done. */
function isFailure(error: unknown): error is Error {
  return error instanceof StoreDamaged || error instanceof StoreUnfinished || error instanceof CommandFailed
}

/** Whether the error is a `UsageError` or an error of `parseArgs`. */
function isUsageError(error: unknown): error is Error {
  if (!(error instanceof Error)) return false
  return error instanceof UsageError || ('code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
}
