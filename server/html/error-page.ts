import { html } from './html.ts'
import type { Page } from './page.ts'

/** What a person reads who cannot go on: what happened, and what to do. */
export interface ErrorView {
  readonly title: string
  readonly message: string
  /** For whoever built the application. */
  readonly detail?: string | undefined
  /** Where to go on. */
  readonly action?: { readonly href: string; readonly label: string }
}

export function errorPage({ title, message, detail, action }: ErrorView): Page {
  return {
    title,
    body: html`<main class="narrow">
<div class="card">
<h1>${title}</h1>
<p role="alert">${message}</p>
${action && html`<a class="button primary" href="${action.href}">${action.label}</a>`}
${detail !== undefined && html`<p class="small soft">For the developer: ${detail}</p>`}
</div>
</main>`,
  }
}

export const SIGN_IN_EXPIRED: ErrorView = {
  title: 'This sign-in has ended',
  message:
    'It took too long, was finished already or begun in another browser, or this browser keeps no cookies. Go back to the game and sign in again.',
}
