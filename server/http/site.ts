import { statSync } from 'node:fs'
import * as contract from '@ante/shared'
import type { Express } from 'express'
import { clientBundle } from '../paths.ts'
import { DOCS_POLICY, renderDocsPage } from './docs-page.ts'
import { renderHomePage } from './home-page.ts'
import { openApiDocument } from './openapi.ts'

/** Mounts what the runtime shows to people and games: its front page, the reference and the client script. */
export function mountSite(
  app: Express,
  settings: { publicUrl: string; demoUrl: string | null; adminToken: string | null },
): void {
  const document = openApiDocument(contract, settings.publicUrl)
  const docs = renderDocsPage(document)
  const home = renderHomePage(settings)

  app.get('/', (_req, res) => {
    res.type('html').send(home)
  })
  app.get('/docs', (_req, res) => {
    res.set('Content-Security-Policy', DOCS_POLICY).type('html').send(docs)
  })
  app.get('/openapi.json', (_req, res) => {
    res.set('Access-Control-Allow-Origin', '*').json(document)
  })
  app.get('/ante.js', (_req, res) => {
    res.set('Cross-Origin-Resource-Policy', 'cross-origin')
    res.set('Access-Control-Allow-Origin', '*')
    res.sendFile(clientBundle, { maxAge: '5m', lastModified: statSync(clientBundle).mtimeMs > 0 })
  })
}
