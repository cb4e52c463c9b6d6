import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { closeSync, openSync, realpathSync } from 'node:fs'
import { chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { toolPath } from '../../../scripts/tools.mjs'
import { eventually } from '../eventually.ts'
import { quietPort } from '../ports.ts'

const run = promisify(execFile)

/** A PostgreSQL server of the tests, with the database `postgres` and whatever databases they make. */
export interface Cluster {
  /** URL of a database of it. */
  url(database: string): string
  /** A new database, as a copy of another one where asked; its name. */
  createDatabase(template?: string): Promise<string>
  /** Ends every connection to a database for good: nothing can connect to it again, only copy it. */
  disconnect(name: string): Promise<void>
  dropDatabase(name: string): Promise<void>
}

/** A PostgreSQL server that a test started for itself, to be stopped, killed and started again. */
export interface OwnCluster extends Cluster {
  readonly port: number
  /** Folder of its Unix socket. */
  readonly socketFolder: string
  /** Ends it as a crash would (`immediate`), or orderly (`fast`). */
  stop(mode: 'immediate' | 'fast'): Promise<void>
  /** Starts it on the data that is there, and resolves when it takes connections. */
  start(): Promise<void>
  /** Stops it for good and removes everything. */
  remove(): Promise<void>
}

/** A program of the installed PostgreSQL. */
export function binary(name: 'initdb' | 'postgres' | 'pgbench' | 'pg_basebackup'): string {
  const server = toolPath('postgres')
  if (server === undefined) throw new Error('This needs PostgreSQL: apt-get install postgresql')
  return join(dirname(realpathSync(server)), name)
}

/**
 * The server that `DATABASE_URL_TEST` names (its user must be allowed to create databases), else one of its own, started from
 * the installed binaries.
 */
export async function openCluster(): Promise<Cluster & { remove(): Promise<void> }> {
  const given = process.env.DATABASE_URL_TEST
  if (!given) return startCluster()
  const url = (database: string) => Object.assign(new URL(given), { pathname: `/${database}` }).href
  return { ...databasesOf(url), async remove() {} }
}

/** Starts a server of its own: data in a temporary folder, a Unix socket in it, and a free port. Every write is synced. */
export async function startCluster(settings: Record<string, string> = {}): Promise<OwnCluster> {
  const place = await newPlace()
  const initdb = ['-D', place.data, '-U', 'ante', '--auth=trust', '--encoding=UTF8', '--no-locale', '--no-sync']
  await run(binary('initdb'), initdb, place.owner)
  return serve(place, settings)
}

/** Starts a standby that follows a server of this machine, on a port of its own or on a given one. */
export async function startStandby(primaryPort: number, port?: number): Promise<OwnCluster> {
  const place = await newPlace()
  const from = ['-h', '127.0.0.1', '-p', String(primaryPort), '-U', 'ante']
  await run(binary('pg_basebackup'), [...from, '-D', place.data, '-R', '--checkpoint=fast', '--no-sync'], place.owner)
  return serve(place, port === undefined ? {} : { port: String(port) })
}

/** From now on a server commits only what its standby has on disk too. Resolves when the standby takes part. */
export async function commitOnStandby(primary: OwnCluster): Promise<void> {
  const url = primary.url('postgres')
  await query(url, "ALTER SYSTEM SET synchronous_standby_names = '*'")
  await query(url, 'SELECT pg_reload_conf()')
  const isTaken = "EXISTS (SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync')"
  const asking = `DO $$ BEGIN IF NOT ${isTaken} THEN RAISE EXCEPTION 'no standby'; END IF; END $$`
  await eventually(() =>
    query(url, asking).then(
      () => true,
      () => null,
    ),
  )
}

/** Where a server keeps its data, and who runs it. */
interface Place {
  readonly folder: string
  readonly data: string
  readonly owner: Owner
}

async function newPlace(): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'ante-pg-'))
  return { folder, data: join(folder, 'data'), owner: await ownerOf(folder) }
}

async function serve({ folder, data, owner }: Place, settings: Record<string, string>): Promise<OwnCluster> {
  const port = Number(settings.port ?? (await quietPort()))
  const options = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: folder,
    max_connections: '200',
    ...settings,
  }
  const url = (database: string) => `postgres://ante@127.0.0.1:${port}/${database}`
  let server: ChildProcess | null = null
  const watchdog = watchOver(folder, data, owner)

  /** After a crash the last of its processes may still hold its memory; then it refuses to start, and is asked again. */
  async function start(): Promise<void> {
    for (let tries = 1; !(await startOnce()); tries++) {
      if (tries === 100) throw new Error(`PostgreSQL does not start: see ${folder}/server.log`)
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }

  /** Resolves with true when it takes connections, and with false when it ends before. */
  async function startOnce(): Promise<boolean> {
    const args = Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    const log = openSync(join(folder, 'server.log'), 'a')
    const started = spawn(binary('postgres'), ['-D', data, ...args], { ...owner, stdio: ['ignore', log, log] })
    closeSync(log)
    server = started
    while (isRunning(started)) {
      const isUp = await query(url('postgres'), 'SELECT 1').then(
        () => true,
        () => false,
      )
      if (isUp) return true
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    return false
  }

  async function stop(mode: 'immediate' | 'fast'): Promise<void> {
    if (!server || !isRunning(server)) return
    const exited = once(server, 'exit')
    server.kill(mode === 'fast' ? 'SIGINT' : 'SIGQUIT')
    await exited
  }

  await start()
  return {
    port,
    socketFolder: folder,
    ...databasesOf(url),
    start,
    stop,
    async remove() {
      await stop('immediate')
      watchdog.stdin?.end('done\n')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const isRunning = ({ exitCode, signalCode }: ChildProcess) => exitCode === null && signalCode === null

/**
 * A shell that ends the server and removes its folder when this process is gone without a word: a test run that is killed
 * leaves nothing behind.
 */
function watchOver(folder: string, data: string, owner: Owner): ChildProcess {
  const script = 'read how; [ "$how" = done ] || { kill -QUIT $(head -n 1 "$1/postmaster.pid"); sleep 1; rm -rf "$0"; }'
  return spawn('/bin/sh', ['-c', script, folder, data], { ...owner, stdio: ['pipe', 'ignore', 'ignore'] })
}

type Owner = { uid?: number; gid?: number }

/** PostgreSQL refuses to run as root, so there the folder is given to another user who runs it. */
async function ownerOf(folder: string): Promise<Owner> {
  if (process.getuid?.() !== 0) return {}
  const idOf = (kind: '-u' | '-g') => {
    for (const user of ['postgres', 'nobody']) {
      try {
        return Number(execFileSync('id', [kind, user], { stdio: ['ignore', 'pipe', 'ignore'] }))
      } catch {}
    }
    throw new Error('PostgreSQL does not run as root, and there is no user "postgres" or "nobody"')
  }
  const [uid, gid] = [idOf('-u'), idOf('-g')]
  await chown(folder, uid, gid)
  return { uid, gid }
}

function databasesOf(url: (database: string) => string): Cluster {
  return {
    url,
    async createDatabase(template = 'template0') {
      const name = `ante_${randomBytes(6).toString('hex')}`
      await query(url('postgres'), `CREATE DATABASE ${name} TEMPLATE ${template}`)
      return name
    },
    async disconnect(name) {
      await query(url('postgres'), `ALTER DATABASE ${name} ALLOW_CONNECTIONS false`)
      await query(url('postgres'), `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`)
    },
    dropDatabase: (name) => query(url('postgres'), `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  }
}

/** Runs a statement on a connection of its own. */
export async function query(connectionString: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5000 })
  try {
    await client.connect()
    await client.query(text)
  } finally {
    await client.end()
  }
}
