import type Provider from 'oidc-provider'

/** oidc-provider, which does OAuth's wire work. */
export type Engine = typeof import('oidc-provider')

/** oidc-provider's record of a sign-in that is under way. */
export type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>

/**
 * Loads oidc-provider. On Node 20 it prints "Unsupported runtime" though it works there, which operators need not read
 * at every start.
 */
export async function loadEngine(): Promise<Engine> {
  const { warn } = console
  console.warn = (...message: unknown[]) => {
    if (!String(message[0]).includes('Unsupported runtime')) warn(...message)
  }
  try {
    return await import('oidc-provider')
  } finally {
    console.warn = warn
  }
}
