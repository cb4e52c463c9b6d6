import type { Response } from 'express'
import { type ErrorView, errorPage } from './error-page.ts'
import { headersOf, type Page, renderPage } from './page.ts'

/** Ends a request with an error page in place of the page that was asked for. */
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

export function sendPage(res: Response, status: number, page: Page): void {
  res
    .status(status)
    .set(headersOf(page))
    .send(renderPage(page, basePathIn(res)))
}

export function sendErrorPage(res: Response, status: number, view: ErrorView): void {
  sendPage(res, status, errorPage(view))
}

/** Setting of an Express app: the path of the public URL, below which its links lead. */
export const BASE_PATH_SETTING = 'base path'

const basePathIn = (res: Response): string => res.app.get(BASE_PATH_SETTING) ?? ''
