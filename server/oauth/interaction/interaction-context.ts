import type { Request, Response } from 'express'
import type Provider from 'oidc-provider'
import type { Client } from '../../domain/client.ts'
import { asClientId } from '../../domain/ids.ts'
import { type ErrorView, SIGN_IN_EXPIRED } from '../../html/error-page.ts'
import { PageError, textOf } from '../../html/send-page.ts'
import { isMacOf, macOf } from '../../keys/hmac.ts'
import type { Clients } from '../../services/clients/clients.ts'
import type { Interaction } from '../provider/engine.ts'

/** One page load of a sign-in, by the browser that began it. */
export interface InteractionContext {
  readonly uid: string
  readonly interaction: Interaction
  readonly client: Client
  /** For the forms of this sign-in. */
  readonly token: string
  /** Where their redirects may lead. */
  readonly formTargets: readonly string[]
}

/** Opens interaction contexts, or throws what the person has to be told. */
export interface InteractionContexts {
  open(req: Request, res: Response): Promise<InteractionContext>
  /** For an answer to a form: also checks that it is one of this sign-in's forms. */
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
  async function open(req: Request, res: Response): Promise<InteractionContext> {
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
      const context = await open(req, res)
      if (!isMacOf(textOf(req, 'csrf_token'), secrets, 'form', context.uid)) throw new PageError(403, FOREIGN_FORM)
      return context
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
