import type { ErrorRequestHandler } from 'express'
import type { Logger } from 'pino'
import { SIGN_IN_EXPIRED } from '../../html/error-page.ts'
import { PageError, sendErrorPage } from '../../html/send-page.ts'
import { QueueFull } from '../../services/core/concurrency.ts'
import { StorageFailed, StorageUnavailable } from '../../storage/storage.ts'
import type { Engine } from './engine.ts'
import { OUR_FAULT } from './error-pages.ts'

export interface PageErrorsDependencies {
  readonly engine: Engine
  readonly log: Logger
}

/** Errors on these paths are shown as pages, never as JSON. */
export function createPageErrors({ engine: { errors }, log }: PageErrorsDependencies): ErrorRequestHandler {
  return (error, _req, res, next) => {
    if (res.headersSent) return next(error)
    if (error instanceof PageError) return sendErrorPage(res, error.status, error.view)
    if (error instanceof QueueFull) {
      res.set('Retry-After', String(RETRY_SECONDS))
      return sendErrorPage(res, 503, BUSY)
    }
    if (error instanceof errors.SessionNotFound) return sendErrorPage(res, 400, SIGN_IN_EXPIRED)
    if (error instanceof Error && 'status' in error && typeof error.status === 'number' && error.status < 500) {
      return sendErrorPage(res, error.status, UNREADABLE)
    }
    log.error({ err: error }, 'a sign-in page failed')
    const isStore = error instanceof StorageFailed || error instanceof StorageUnavailable
    sendErrorPage(res, isStore ? 503 : 500, OUR_FAULT)
  }
}

const RETRY_SECONDS = 5

const BUSY = {
  title: 'One moment',
  message: 'Many people sign in at this moment. Go back and try again in a few seconds.',
}

const UNREADABLE = {
  title: 'This form could not be read',
  message: 'Something in it was too long or damaged on its way. Go back and try again.',
}
