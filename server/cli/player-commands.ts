import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { banPlayer, createPlayer, findPlayers, type PlayerStanding, unbanPlayer, updatePlayer } from '@ante/shared'
import { type Command, CommandFailed, type Terminal, UsageError } from './command.ts'
import { type OperatorApi, operatorApi, SERVER_HELP, SERVER_OPTIONS } from './operator-api.ts'
import { asJson, facts, only } from './present.ts'

const add: Command = {
  name: 'player add',
  usage: '<username> [--nickname <name>] [--password-stdin] [--json]',
  summary: 'Create a player',
  help: `Creates a player, without play money.

  --nickname <name>  name that other players see; default: the username
  --password-stdin   reads the password from the first line of standard input; without it, one is created and shown once

${SERVER_HELP}`,

  async run(args, terminal) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { ...SERVER_OPTIONS, nickname: { type: 'string' }, 'password-stdin': { type: 'boolean' } },
    })
    const username = only(positionals, 'Name one username.')
    const api = await operatorApi(terminal, values.url)
    const given = values['password-stdin'] ? await firstLine(terminal) : null
    const password = given ?? randomBytes(15).toString('base64url')
    const { nickname } = values
    const { id } = await api.call(createPlayer, {
      body: { username, password, ...(nickname !== undefined && { nickname }) },
    })
    const made = given === null ? { password } : {}
    await terminal.out(
      values.json
        ? asJson({ id, username, ...made })
        : `Created "${username}".\n${facts([['id', String(id)], ...Object.entries(made).map(([name, value]): [string, string] => [name, `${value}  (shown this once)`])])}`,
    )
    return 0
  },
}

/** Creates a command that changes the restrictions of one player and prints the result. */
function statusCommand(
  command: Omit<Command, 'run' | 'usage' | 'help'> & { help: string; takesReason?: boolean },
  change: (api: OperatorApi, id: number, reason: string) => Promise<{ player: PlayerStanding }>,
): Command {
  const { takesReason = false, ...named } = command
  return {
    ...named,
    usage: `<player> ${takesReason ? '[--reason <text>] ' : ''}[--json]`,
    help: `${command.help}\n\n${WHO_HELP}\n${SERVER_HELP}`,
    async run(args, terminal) {
      const options = { ...SERVER_OPTIONS, ...(takesReason && { reason: { type: 'string' as const } }) }
      const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options })
      const who = only(positionals, 'Name one player, by id or username.')
      const api = await operatorApi(terminal, values.url)
      const id = await idOf(who, api)
      const { player } = await change(api, id, typeof values.reason === 'string' ? values.reason : '')
      await terminal.out(values.json ? asJson({ player }) : sentence(player))
      return 0
    },
  }
}

const WHO_HELP = '  <player>     an id or a username; write @2024 for a username of digits only'

async function idOf(who: string, api: OperatorApi): Promise<number> {
  if (/^[1-9]\d{0,15}$/.test(who)) return Number(who)
  const username = who.replace(/^@/, '')
  const [player] = username === '' ? [] : (await api.call(findPlayers, { query: { username } })).players
  if (!player) throw new CommandFailed(`There is no player "${username}".`)
  return player.id
}

const ban = statusCommand(
  {
    name: 'player ban',
    summary: 'Ban a player',
    takesReason: true,
    help: `Ends sessions, tokens and connections at once, and refunds unmatched matches. Matched ones continue without the player:
a posted score counts, and a missing one stays missing at its deadline. Balances do not change.

  --reason <text>  shown to the player who tries to sign in`,
  },
  (api, id, reason) => api.call(banPlayer, { params: { id }, body: { reason } }),
)

const unban = statusCommand(
  {
    name: 'player unban',
    summary: 'Lift the ban of a player',
    help: 'The player can sign in again. Sessions and tokens that the ban ended stay invalid.',
  },
  (api, id) => api.call(unbanPlayer, { params: { id } }),
)

const exclude = statusCommand(
  {
    name: 'player exclude',
    summary: 'Exclude a player from new matches',
    help: 'Refunds unmatched matches. The player can sign in and finish matched ones.',
  },
  (api, id) => api.call(updatePlayer, { params: { id }, body: { excluded: true } }),
)

const readmit = statusCommand(
  {
    name: 'player readmit',
    summary: 'End the exclusion of a player',
    help: 'The player can start matches again. A ban is not lifted.',
  },
  (api, id) => api.call(updatePlayer, { params: { id }, body: { excluded: false } }),
)

export const playerCommands: readonly Command[] = [add, ban, unban, exclude, readmit]

function sentence({ id, username, excluded, ban: banned }: PlayerStanding): string {
  const who = `"${username}" (${id})`
  if (banned) return `${who} is banned since ${banned.at}${banned.reason === '' ? '' : `: ${banned.reason}`}.\n`
  return excluded ? `${who} may finish running matches, but not start one.\n` : `${who} may sign in and play.\n`
}

async function firstLine({ input }: Terminal): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of input) {
    chunks.push(chunk)
    if (chunk.includes(0x0a)) break
  }
  const [line = ''] = Buffer.concat(chunks).toString('utf8').split(/\r?\n/)
  if (line === '') throw new UsageError('--password-stdin needs a password on standard input.')
  return line
}
