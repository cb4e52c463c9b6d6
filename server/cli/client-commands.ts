import { parseArgs } from 'node:util'
import {
  type ClientType,
  createClient,
  listClients,
  type RegisteredClient,
  removeClient,
  rotateClientSecret,
  SCOPES,
} from '@ante/shared'
import { type Command, UsageError } from './command.ts'
import { operatorApi, SERVER_HELP, SERVER_OPTIONS } from './operator-api.ts'
import { asJson, facts, only, table } from './present.ts'

const TYPES = ['public', 'native', 'confidential'] as const satisfies readonly ClientType[]

const add: Command = {
  name: 'client add',
  usage: '<name> --type <type> [--redirect <uri>]… [--origin <origin>]… [--scope <scope>]… [--description <text>] …',
  summary: 'Register an application',
  help: `Registers an application that may ask players to sign in.

  --type <type>         public: a browser game; native: a desktop or phone game; confidential: a server
  --redirect <uri>      address that sign-in redirects to; repeat it for several
  --origin <origin>     web origin of a browser game, such as https://game.example; repeat it for several
  --scope <scope>       ${SCOPES.join(', ')}; repeat it for several; public when left out
  --description <text>  description on the consent page
  --logo <url>          picture on the consent page
  --website <url>       website on the consent page
  --no-iss              leaves "iss" out of redirects, for an old library that refuses unknown parameters

${SERVER_HELP}`,

  async run(args, terminal) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...SERVER_OPTIONS,
        type: { type: 'string' },
        redirect: { type: 'string', multiple: true },
        origin: { type: 'string', multiple: true },
        scope: { type: 'string', multiple: true },
        description: { type: 'string' },
        logo: { type: 'string' },
        website: { type: 'string' },
        'no-iss': { type: 'boolean' },
      },
    })
    const name = only(positionals, 'Give the application one name; in quotes where it has spaces.')
    const type = oneOf(values.type, TYPES, '--type')
    const api = await operatorApi(terminal, values.url)
    const answer = await api.call(createClient, {
      body: {
        name,
        type,
        redirect_uris: values.redirect ?? [],
        allowed_origins: values.origin ?? [],
        scopes: (values.scope ?? ['public']).map((scope) => oneOf(scope, SCOPES, '--scope')),
        description: values.description ?? '',
        ...(values.logo !== undefined && { logo_uri: values.logo }),
        ...(values.website !== undefined && { client_uri: values.website }),
        iss: values['no-iss'] !== true,
      },
    })
    await terminal.out(
      values.json
        ? asJson(answer)
        : `Registered "${name}".\n${facts(credentials(answer.client_id, answer.client_secret))}`,
    )
    return 0
  },
}

const list: Command = {
  name: 'client list',
  usage: '[--json]',
  summary: 'List the registered applications',
  help: `Lists the registered applications, oldest first, without their secrets.\n\n${SERVER_HELP}`,

  async run(args, terminal) {
    const { values } = parseArgs({ args: [...args], options: SERVER_OPTIONS })
    const { clients } = await (await operatorApi(terminal, values.url)).call(listClients)
    await terminal.out(values.json ? asJson({ clients }) : clientTable(clients))
    return 0
  },
}

const rotateSecret: Command = {
  name: 'client rotate-secret',
  usage: '<client id> [--json]',
  summary: 'Give an application a new secret',
  help: `Replaces the secret and shows the new one once. The old secret is invalid at once. Players stay signed in, and the
application continues with the new secret.\n\n${SERVER_HELP}`,

  async run(args, terminal) {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: SERVER_OPTIONS })
    const id = only(positionals, 'Name one client id.')
    const answer = await (await operatorApi(terminal, values.url)).call(rotateClientSecret, { params: { id } })
    await terminal.out(values.json ? asJson(answer) : facts(credentials(answer.client_id, answer.client_secret)))
    return 0
  },
}

const remove: Command = {
  name: 'client remove',
  usage: '<client id> [--json]',
  summary: 'Remove an application and its tokens',
  help: `Ends its grants, tokens and connections at once. Matches that were started through it continue. This cannot be undone:
a new registration has a new id, and players must give their consent again.\n\n${SERVER_HELP}`,

  async run(args, terminal) {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: SERVER_OPTIONS })
    const id = only(positionals, 'Name one client id.')
    const { client } = await (await operatorApi(terminal, values.url)).call(removeClient, { params: { id } })
    await terminal.out(values.json ? asJson({ client }) : `Removed "${client.name}" (${client.client_id}).\n`)
    return 0
  },
}

export const clientCommands: readonly Command[] = [add, list, rotateSecret, remove]

function credentials(id: string, secret: string | undefined): [string, string][] {
  const shown: [string, string][] = [['client id', id]]
  return secret === undefined ? shown : [...shown, ['client secret', `${secret}  (shown this once)`]]
}

function clientTable(clients: readonly RegisteredClient[]): string {
  if (clients.length === 0) return 'No application is registered.\n'
  const rows = clients.map(({ client_id, type, name, scopes }) => [client_id, type, scopes.join(' '), name])
  return table(['client id', 'type', 'scopes', 'name'], rows)
}

function oneOf<Option extends string>(text: string | undefined, options: readonly Option[], name: string): Option {
  const found = options.find((option) => option === text)
  if (found === undefined) throw new UsageError(`${name} is one of ${options.join(', ')}.`)
  return found
}
