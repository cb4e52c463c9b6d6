import type { Request, Response } from 'express'
import type Provider from 'oidc-provider'
import type { Client } from '../../domain/client.ts'
import { asClientId } from '../../domain/ids.ts'
import { createCsrfProtection } from '../../html/csrf.ts'
import { type ErrorView, SIGN_IN_EXPIRED } from '../../html/error-page.ts'
import { PageError } from '../../html/send-page.ts'
import type { Clients } from '../../services/clients/clients.ts'
import type { Interaction } from '../provider/engine.ts'
import { deviceResumePath, resumePath } from '../provider/oauth-paths.ts'

/** A page load of an authorization that waits for sign-in or consent, in the browser that began it. */
export interface InteractionContext {
  readonly uid: string
  readonly interaction: Interaction
  readonly client: Client
  /** For the forms of this interaction. */
  readonly csrfToken: string
  /** Where the redirects of its forms may lead, as sources of `form-action`. */
  readonly formTargets: readonly string[]
  /** Path at which the sign-in goes on once its page was answered. */
  readonly goesOnAt: string
}

/** Finds the interaction of a request. Throws the page that the person reads where there is none. */
export interface InteractionContexts {
  open(req: Request, res: Response): Promise<InteractionContext>
  /** For a form that was sent: also checks its CSRF token. */
  openForm(req: Request, res: Response): Promise<InteractionContext>
}

interface InteractionContextDependencies {
  readonly provider: Provider
  readonly clients: Clients
  readonly secrets: readonly [string, ...string[]]
}

export function createInteractionContexts({
  provider,
  clients,
  secrets,
}: InteractionContextDependencies): InteractionContexts {
  const csrf = createCsrfProtection({ secrets, purpose: 'form', refused: WRONG_TOKEN })

  async function open(req: Request, res: Response): Promise<InteractionContext> {
    const interaction = await provider.interactionDetails(req, res)
    const { uid, params } = interaction
    const client = await clients.find(asClientId(String(params.client_id)))
    if (!client) throw new PageError(400, SIGN_IN_EXPIRED)
    const formTargets = typeof params.redirect_uri === 'string' ? [redirectTarget(params.redirect_uri)] : []
    const { deviceCode } = interaction
    const goesOnAt = deviceCode === undefined ? resumePath(uid) : deviceResumePath(uid)
    return { uid, interaction, client, csrfToken: csrf.tokenFor(uid), formTargets, goesOnAt }
  }

  return {
    open,
    async openForm(req, res) {
      const context = await open(req, res)
      csrf.check(req, context.uid)
      return context
    },
  }
}

const WRONG_TOKEN: ErrorView = {
  title: 'This form cannot be used',
  message: 'It was not made for this sign-in. Go back to the game and sign in again.',
}

/** What a form's redirect leads to, as a source of `form-action`; a policy cannot name IPv6 hosts. */
function redirectTarget(redirectUri: string): string {
  const { protocol, hostname, origin } = new URL(redirectUri)
  return /^https?:$/.test(protocol) && !hostname.startsWith('[') ? origin : protocol
}
