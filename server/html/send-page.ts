import type { Request, Response } from 'express'
import { type ErrorView, errorPage } from './error-page.ts'
import { headersOf, type Page, renderPage } from './page.ts'

/** A page that cannot be shown, and what is shown in its place. */
export class PageError extends Error {
  override readonly name = 'PageError'
  readonly status: number
  readonly view: ErrorView

  constructor(status: number, view: ErrorView) {
    super(view.message)
    this.status = status
    this.view = view
  }
}

/** A form's field as it was typed; empty where it is missing. */
export function textOf(req: Request, name: string): string {
  const value: unknown = req.body?.[name]
  return typeof value === 'string' ? value : ''
}

/** Every value of a field that a form may have several of. */
export function textsOf(req: Request, name: string): readonly unknown[] {
  return [req.body?.[name] ?? []].flat()
}

export function sendPage(res: Response, status: number, page: Page): void {
  res.status(status).set(headersOf(page)).send(renderPage(page))
}

export function sendErrorPage(res: Response, status: number, view: ErrorView): void {
  sendPage(res, status, errorPage(view))
}
