import * as contract from '@ante/shared'
import type { Express } from 'express'
import { clientBundle } from '../config/built-files.ts'
import { headersOf, renderPage } from '../html/page.ts'
import { openApiDocument } from '../reference/openapi.ts'
import { DOCS_POLICY, renderDocsPage } from '../reference/reference-page.ts'
import { homePage } from './home-page.ts'

/** Mounts what the runtime shows to people and games: its front page, the reference and the client script. */
export function mountSite(app: Express, settings: { publicUrl: string; demoUrl: string | null }): void {
  const document = openApiDocument(contract, settings.publicUrl)
  const reference = renderDocsPage(document)
  const home = homePage(settings)

  app.get('/', (_req, res) => {
    res.set(headersOf(home)).send(renderPage(home))
  })
  app.get('/docs', (_req, res) => {
    res.set('Content-Security-Policy', DOCS_POLICY).type('html').send(reference)
  })
  app.get('/openapi.json', (_req, res) => {
    res.set('Access-Control-Allow-Origin', '*').json(document)
  })
  // Games on other origins load the script, and may ask for it by `crossorigin`.
  app.get('/ante.js', (_req, res) => {
    res.set({ 'Cross-Origin-Resource-Policy': 'cross-origin', 'Access-Control-Allow-Origin': '*' })
    res.sendFile(clientBundle, { maxAge: '5m' })
  })
}
