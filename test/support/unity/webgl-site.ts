import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import { TEMPLATE, templatePage } from './webgl-template.ts'

const TYPES: Record<string, string> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
}

/** What makes a page isolated, so that it may have threads. */
const ISOLATED = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' }

/** In place of Unity's loader: starts the harness, and keeps what it was told where a test finds it. */
const LOADER = `
window.told = []
window.heard = (message) => { told.push(message) }
window.createUnityInstance = (canvas, config, progress) => {
  progress(0.5)
  return createGame().then((game) => { window.harness = game; progress(1); return game })
}
`

/** The site of a WebGL build, on an origin of its own. */
export interface WebglSite {
  readonly origin: string
  close(): Promise<void>
}

/** Serves the package's template with the harness that is in a folder. */
export async function aWebglSite(options: { server: string; build: string; threads: boolean }): Promise<WebglSite> {
  const template = await templatePage({
    PRODUCT_NAME: 'Harness',
    PRODUCT_VERSION: '1',
    COMPANY_NAME: 'A "studio"',
    WIDTH: '960',
    HEIGHT: '600',
    LOADER_FILENAME: 'game.loader.js',
    DATA_FILENAME: 'game.data',
    FRAMEWORK_FILENAME: 'game.js',
    CODE_FILENAME: 'game.wasm',
    WORKER_FILENAME: 'game.worker.js',
    MEMORY_FILENAME: '',
    SYMBOLS_FILENAME: '',
    USE_WASM: true,
    USE_THREADS: options.threads,
  })
  const page = template.replace('https://ante.invalid', options.server)
  const loader = (await readFile(join(options.build, 'game.js'), 'utf8')) + LOADER
  const read = async (path: string): Promise<string | Buffer> => {
    if (path === '/') return page
    if (path === '/Build/game.loader.js') return loader
    const folder = path.startsWith('/TemplateData/') ? TEMPLATE : options.build
    return readFile(join(folder, normalize(path.replace('/Build/', '/'))))
  }
  const server = createServer(async (req, res) => {
    const { pathname } = new URL(req.url ?? '/', 'http://site')
    const content = await read(pathname).catch(() => null)
    const headers = { 'content-type': TYPES[extname(pathname)] ?? 'text/html', ...(options.threads && ISOLATED) }
    res.writeHead(content === null ? 404 : 200, { ...headers, 'cross-origin-resource-policy': 'same-origin' })
    res.end(content)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
