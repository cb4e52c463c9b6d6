import type { Client } from '../domain/client.ts'
import { CSRF_FIELD } from './csrf.ts'
import { type Html, html } from './html.ts'

/** A field of a form: what it is called, and what is wrong with what was typed. */
export interface Field {
  readonly name: string
  readonly label: string
  readonly type: 'text' | 'password'
  readonly autocomplete: string
  readonly value?: string
  /** What to type; gives way to what is wrong. */
  readonly hint?: string
  readonly wrong?: string | undefined
  readonly optional?: boolean
  readonly focus?: boolean
}

export function field({ name, label, type, autocomplete, value, hint, wrong, optional, focus }: Field): Html {
  const note = wrong ?? hint
  return html`<div class="field">
<label for="${name}">${label}</label>
<input id="${name}" name="${name}" type="${type}" autocomplete="${autocomplete}" value="${value}" autocapitalize="none" spellcheck="false"${
    note !== undefined && html` aria-describedby="${name}-note"`
  }${wrong !== undefined && html` aria-invalid="true"`}${!optional && html` required`}${focus && html` autofocus`}>
${note !== undefined && html`<p class="${wrong === undefined ? 'hint' : 'wrong'}" id="${name}-note">${note}</p>`}
</div>`
}

/** What went wrong; screen readers announce it. */
export function alarm(message: string | undefined): Html | false {
  return message !== undefined && html`<p class="alarm" role="alert">${message}</p>`
}

/** Carries the token that protects a form (`CsrfProtection`). */
export function csrfField(token: string): Html {
  return html`<input type="hidden" name="${CSRF_FIELD}" value="${token}">`
}

/** An application's picture, or its first letter. */
export function logo({ logoUri, name }: Client): Html {
  return logoUri === null
    ? html`<span class="logo" aria-hidden="true">${[...name][0]?.toUpperCase()}</span>`
    : html`<img class="logo" src="${logoUri}" alt="" width="48" height="48" referrerpolicy="no-referrer">`
}

/** Where the logo is loaded from, for the page's policy. */
export function logoOrigin({ logoUri }: Client): { imageOrigin?: string } {
  return logoUri === null ? {} : { imageOrigin: new URL(logoUri).origin }
}

export function playMoneyNote(demo: boolean): Html | false {
  return demo && html`<p class="note">This is a demo: all of its money is play money, worth nothing.</p>`
}
