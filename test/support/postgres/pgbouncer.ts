import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { toolPath } from '../../../scripts/tools.mjs'
import { eventually } from '../eventually.ts'
import { quietPort } from '../ports.ts'
import { query } from './cluster.ts'

/** A PgBouncer in transaction mode before a server. */
export interface Pooler {
  url(database: string): string
  close(): Promise<void>
}

export async function startPooler(serverPort: number): Promise<Pooler> {
  const folder = await mkdtemp(join(tmpdir(), 'ante-bouncer-'))
  const port = await quietPort()
  const file = join(folder, 'pgbouncer.ini')
  await writeFile(
    file,
    `[databases]
* = host=127.0.0.1 port=${serverPort} user=ante
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 20
max_client_conn = 1000
server_idle_timeout = 2
`,
  )
  // It refuses to run as root.
  const uid = process.getuid?.() === 0 ? Number(execFileSync('id', ['-u', 'nobody'])) : undefined
  if (uid !== undefined) for (const path of [folder, file]) await chown(path, uid, uid)
  const bouncer = spawn(toolPath('pgbouncer') ?? 'pgbouncer', [file], {
    stdio: 'ignore',
    ...(uid !== undefined && { uid }),
  })
  const endWithParent = () => void bouncer.kill('SIGKILL')
  process.once('exit', endWithParent)
  const url = (database: string) => `postgres://ante@127.0.0.1:${port}/${database}`
  await eventually(() =>
    query(url('postgres'), 'SELECT 1').then(
      () => true,
      () => null,
    ),
  )
  return {
    url,
    async close() {
      const exited = once(bouncer, 'exit')
      bouncer.kill('SIGKILL')
      await exited
      process.off('exit', endWithParent)
      await rm(folder, { recursive: true, force: true })
    },
  }
}
