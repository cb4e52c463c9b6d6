import * as contract from '@ante/shared'
import type { Express } from 'express'
import { clientFiles } from '../config/built-files.ts'
import { sendPage } from '../html/send-page.ts'
import { openApiDocument, type Subject } from '../reference/openapi.ts'
import { DOCS_POLICY, renderDocsPage } from '../reference/reference-page.ts'
import { homePage } from './home-page.ts'

/** Media types that Express does not know. */
const TYPES: Readonly<Record<string, string>> = { '.ts': 'application/typescript', '.tgz': 'application/gzip' }

/** Mounts the home page and the files of the browser client. */
export function mountSite(app: Express, settings: { demoUrl: string | null }): void {
  const home = homePage(settings)
  app.get('/', (_req, res) => {
    sendPage(res, 200, home)
  })
  // Games on other origins load these files, also with CORS.
  for (const [path, file] of Object.entries(clientFiles)) {
    app.get(path, (_req, res) => {
      res.set({ 'Cross-Origin-Resource-Policy': 'cross-origin', 'Access-Control-Allow-Origin': '*' })
      const type = TYPES[path.slice(path.lastIndexOf('.'))]
      if (type) res.type(type)
      res.sendFile(file, { maxAge: '5m' })
    })
  }
}

/** Makes a value when it is first asked for, and keeps it. */
function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/**
 * Mounts the API reference as a page (`/docs`) and as an OpenAPI document. `url` is the API's address.
 * Both are made when they are first asked for.
 */
export function mountReference(app: Express, url: string, subject: Subject): void {
  const document = once(() => openApiDocument(contract, url, subject))
  const reference = once(() => renderDocsPage(document()))
  app.get('/docs', (_req, res) => {
    res.set('Content-Security-Policy', DOCS_POLICY).type('html').send(reference())
  })
  app.get('/openapi.json', (_req, res) => {
    res.set('Access-Control-Allow-Origin', '*').json(document())
  })
}
