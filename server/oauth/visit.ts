import type { Request, Response } from 'express'
import type Provider from 'oidc-provider'
import type { Client } from '../domain/client.ts'
import { asClientId } from '../domain/ids.ts'
import type { Clients } from '../services/clients.ts'
import { isMacOf, macOf } from './mac.ts'
import type { ErrorView } from './pages/error.ts'
import { errorPage } from './pages/error.ts'
import { headersOf, type Page, renderPage } from './pages/shell.ts'

/** oidc-provider's record of a sign-in that is under way. */
export type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>

/** One page load of a sign-in, by the browser that began it. */
export interface Visit {
  readonly uid: string
  readonly interaction: Interaction
  readonly client: Client
  /** For the forms of this sign-in. */
  readonly token: string
  /** Where their redirects may lead. */
  readonly formTargets: readonly string[]
}

/** Opens visits, or throws what the person has to be told. */
export interface Visits {
  open(req: Request, res: Response): Promise<Visit>
  /** For an answer to a form: also checks that it is one of this sign-in's forms. */
  openForm(req: Request, res: Response): Promise<Visit>
}

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

export const SIGN_IN_EXPIRED: ErrorView = {
  title: 'This sign-in has ended',
  message:
    'It took too long, was finished already or begun in another browser, or this browser keeps no cookies. Go back to the game and sign in again.',
}

interface VisitDependencies {
  readonly provider: Provider
  readonly clients: Clients
  readonly secrets: readonly [string, ...string[]]
}

export function createVisits({ provider, clients, secrets }: VisitDependencies): Visits {
  async function open(req: Request, res: Response): Promise<Visit> {
    const interaction = await provider.interactionDetails(req, res)
    const { uid, params } = interaction
    const client = await clients.find(asClientId(String(params.client_id)))
    if (!client) throw new PageError(400, SIGN_IN_EXPIRED)
    const formTargets = [redirectTarget(String(params.redirect_uri))]
    return { uid, interaction, client, token: macOf(secrets[0], 'form', uid), formTargets }
  }

  return {
    open,
    async openForm(req, res) {
      const visit = await open(req, res)
      if (!isMacOf(textOf(req, 'form_token'), secrets, 'form', visit.uid)) throw new PageError(403, FOREIGN_FORM)
      return visit
    },
  }
}

const FOREIGN_FORM: ErrorView = {
  title: 'This form cannot be used',
  message: 'It was not made for this sign-in. Go back to the game and sign in again.',
}

/** What a form's redirect leads to, as a source of `form-action`; a policy cannot name IPv6 hosts. */
function redirectTarget(redirectUri: string): string {
  const { protocol, hostname, origin } = new URL(redirectUri)
  return /^https?:$/.test(protocol) && !hostname.startsWith('[') ? origin : protocol
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
