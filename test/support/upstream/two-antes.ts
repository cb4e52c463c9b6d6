import { startAnte, type TestAnte } from '../ante.ts'
import { freePort } from '../ports.ts'

/** An Ante that signs people in through another Ante, as a provider of each kind. */
export interface TwoAntes {
  readonly ante: TestAnte
  readonly upstream: TestAnte
  close(): Promise<void>
}

export async function startTwoAntes(env: Record<string, string> = {}): Promise<TwoAntes> {
  const upstream = await startAnte(env)
  const port = await freePort()
  const callback = (id: string) => `http://localhost:${port}/oauth/upstream/${id}/callback`
  const register = async (id: string) => {
    const client = await upstream.client({ name: 'The other Ante', redirect_uris: [callback(id)] })
    return { id, client_id: client.id, client_secret: client.secret, base_url: upstream.url }
  }
  const providers = [
    { ...(await register('cash')), name: 'CashPlay', kind: 'cashplay' },
    {
      ...(await register('ulti')),
      name: 'Ultiverse',
      kind: 'ultiverse',
      profile_url: `${upstream.url}/api/v1/users/me`,
    },
  ]
  const ante = await startAnte({ PORT: String(port), ANTE_PROVIDERS: JSON.stringify(providers), ...env })
  return {
    ante,
    upstream,
    async close() {
      await ante.close()
      await upstream.close()
    },
  }
}
