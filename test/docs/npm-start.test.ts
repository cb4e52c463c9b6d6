import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { freePort } from '../support/ports.ts'
import { type Command, run } from '../support/project/command.ts'
import { type FreshClone, freshClone } from '../support/project/fresh-clone.ts'

let clone: FreshClone
let running: Command[]
let env: Record<string, string>
let url: string

beforeEach(async () => {
  clone = await freshClone()
  running = []
  const [port, demoPort] = [await freePort(), await freePort()]
  env = { PORT: String(port), DEMO_PORT: String(demoPort) }
  url = `http://localhost:${port}`
})
afterEach(async () => {
  for (const { child, ended } of running) {
    child.kill('SIGTERM')
    await ended
  }
  await clone.remove()
})

function npm(script: string, more: Record<string, string> = {}): Command {
  const command = run('npm', ['run', '--silent', script], clone.folder, { ...env, ...more })
  running.push(command)
  return command
}

/** A build and a start on a busy machine. */
const PATIENTLY = { timeout: 60_000, interval: 50 }

const ready = () => expect.poll(() => answers(`${url}/readyz`), PATIENTLY).toBe(true)

const answers = async (address: string) => (await fetch(address).catch(() => null))?.ok === true

describe('npm start in a fresh clone', () => {
  it('[RN6] builds everything and serves the runtime, its client and the sample game', async () => {
    const start = npm('start')
    await ready()
    expect(await answers(`${url}/ante.js`)).toBe(true)
    expect(await answers(`http://localhost:${env.DEMO_PORT}/`)).toBe(true)
    expect(start.output()).toMatch(/client\/dist\/ante\.js +[\d.]+ KB +[\d.]+ KB gzip/)
  })

  it('[RN7] passes a signal on, and comes back with exit code 0', async () => {
    const start = npm('start')
    await ready()
    start.child.kill('SIGTERM')
    expect(await start.ended).toBe(0)
  })

  it('[RN7] passes on the exit code and the message of a start that failed', async () => {
    const start = npm('start', { PORT: 'sixty' })
    expect(await start.ended).toBe(1)
    expect(start.output()).toContain('PORT must be a port number')
  })

  it('[RN8] starts no demo where ANTE_DEMO says so', async () => {
    npm('start', { ANTE_DEMO: '' })
    await ready()
    expect(await answers(`http://localhost:${env.DEMO_PORT}/`)).toBe(false)
  })
})

describe('npm run dev', () => {
  it('[RN9] rebuilds and restarts when a source changes, and keeps the server where that fails', async () => {
    const dev = npm('dev')
    await ready()
    const page = join(clone.folder, 'server/reference/reference-page.ts')
    const source = await readFile(page, 'utf8')
    await writeFile(page, source.replace('Skip to the calls', 'Skip to what was changed'))
    const docs = async () => (await fetch(`${url}/docs`).catch(() => null))?.text()
    await expect.poll(docs, PATIENTLY).toContain('Skip to what was changed')

    await writeFile(page, 'const broken = (')
    await expect.poll(dev.output, PATIENTLY).toContain('ERROR')
    expect(await docs()).toContain('Skip to what was changed')
  })
})
