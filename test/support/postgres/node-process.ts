import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { ADMIN_TOKEN } from '../ante.ts'
import { quietPort } from '../ports.ts'
import { type ServerProcess, startProcess } from '../process.ts'

/** A node as a process of its own, ready to serve and killed when the test is over. */
export async function startNodeProcess(databaseUrl: string): Promise<ServerProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'ante-node-'))
  const node = startProcess({
    env: {
      PORT: String(await quietPort()),
      DATABASE_URL: databaseUrl,
      DATA_DIR: folder,
      ANTE_ADMIN_TOKEN: ADMIN_TOKEN,
      LOG_LEVEL: 'fatal',
    },
  })
  onTestFinished(async () => {
    await node.kill()
    await rm(folder, { recursive: true, force: true })
  })
  await node.ready()
  return node
}
