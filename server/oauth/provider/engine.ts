import type Provider from 'oidc-provider'

/** oidc-provider, which does OAuth's wire work. */
export type Engine = typeof import('oidc-provider')

/** oidc-provider's record of an authorization that waits for sign-in or consent. */
export type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>

/** Loads oidc-provider. Two of its warnings do not concern operators and are not printed. */
export async function loadEngine(): Promise<Engine> {
  silenceWarnings()
  return import('oidc-provider')
}

const SILENCED = [
  // It works on Node 20.
  'Unsupported runtime',
  // The token endpoint reads bodies before oidc-provider does, on purpose.
  'already parsed request body detected',
]
let isSilenced = false

function silenceWarnings(): void {
  if (isSilenced) return
  isSilenced = true
  const { warn } = console
  console.warn = (...message: unknown[]) => {
    const text = String(message[0])
    if (!SILENCED.some((silenced) => text.includes(silenced))) warn.apply(console, message)
  }
}
