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

  --nickname <name>  what other players see; else the username
  --password-stdin   takes the password from the first line of standard input; else one is made up and shown this once

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

/** A command about one player, by id or username, that answers how the player stands. */
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

const WHO_HELP = '  <player>     an id or a username; "@" in front says that digits are a username: @2024'

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
    summary: 'Keep a player out, at once',
    takesReason: true,
    help: `Sessions, tokens and connections stop to work at once; unmatched matches are refunded. Matched ones run on without the
player: a score that is in counts, a missing one is missing at its deadline. Money stays where it is.

  --reason <text>  the player reads it when they try to sign in`,
  },
  (api, id, reason) => api.call(banPlayer, { params: { id }, body: { reason } }),
)

const unban = statusCommand(
  {
    name: 'player unban',
    summary: 'Let a banned player in again',
    help: 'The player can sign in again; what the ban ended stays ended.',
  },
  (api, id) => api.call(unbanPlayer, { params: { id } }),
)

const exclude = statusCommand(
  {
    name: 'player exclude',
    summary: 'Keep a player from starting matches',
    help: 'Unmatched matches are refunded; matched ones may be finished. Milder than a ban.',
  },
  (api, id) => api.call(updatePlayer, { params: { id }, body: { excluded: true } }),
)

const readmit = statusCommand(
  {
    name: 'player readmit',
    summary: 'Let an excluded player start matches again',
    help: 'Takes an exclusion back; it lifts no ban.',
  },
  (api, id) => api.call(updatePlayer, { params: { id }, body: { excluded: false } }),
)

export const playerCommands: readonly Command[] = [add, ban, unban, exclude, readmit]

function sentence({ id, username, excluded, ban: banned }: PlayerStanding): string {
  const who = `"${username}" (${id})`
  if (banned) return `${who} is banned since ${banned.at}${banned.reason === '' ? '' : `: ${banned.reason}`}.\n`
  return excluded ? `${who} may finish running matches, and start none.\n` : `${who} may sign in and play.\n`
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
