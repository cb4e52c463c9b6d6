import type { KoaContextWithOIDC } from 'oidc-provider'
import { basePathOf } from '../../config/public-url.ts'
import { type ErrorView, errorPage, SIGN_IN_EXPIRED } from '../../html/error-page.ts'
import { headersOf, renderPage } from '../../html/page.ts'
import type { Engine } from './engine.ts'

/** An authorization request that cannot be answered by a redirect, on a page. */
export function createErrorRenderer(
  { errors }: Engine,
  publicUrl: string,
): (ctx: KoaContextWithOIDC, out: object, error: Error) => void {
  function viewOf(error: Error): ErrorView {
    if (error instanceof errors.SessionNotFound) return SIGN_IN_EXPIRED
    if (error instanceof errors.InvalidClient) return UNKNOWN_APPLICATION
    if (error instanceof errors.InvalidRedirectUri) return UNKNOWN_RETURN
    if (error instanceof errors.OIDCProviderError && error.expose) {
      return { ...WRONG_REQUEST, detail: error.error_description }
    }
    return OUR_FAULT
  }

  return (ctx, _out, error) => {
    const page = errorPage(viewOf(error))
    ctx.set(headersOf(page))
    ctx.body = renderPage(page, basePathOf(publicUrl))
  }
}

const UNKNOWN_APPLICATION: ErrorView = {
  title: 'This game is not known here',
  message: 'It has not been registered, so you cannot sign in to it. Ask whoever runs the game.',
  detail: 'client_id is missing, or names no registered client.',
}

const UNKNOWN_RETURN: ErrorView = {
  title: 'This game cannot be returned to',
  message: 'It asked to send you to an address that it has not registered. You stay here, to be safe.',
  detail: "redirect_uri must be exactly one of the client's registered redirect URIs.",
}

const WRONG_REQUEST: ErrorView = {
  title: 'This sign-in cannot begin',
  message: 'The game asked for it in a way that is not understood here. Ask whoever runs the game.',
}

/** Also where the store cannot save anything. */
export const OUR_FAULT: ErrorView = {
  title: 'Something went wrong here',
  message: 'It is not your fault, and nothing was lost. Wait a moment, go back to the game and try again.',
}
