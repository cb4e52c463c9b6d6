import type { createAnte } from '../create-ante.ts'

/** The part of the client that the lobby uses. */
export interface Client {
  readonly createAnte: typeof createAnte
  formatMoney(minorUnits: number, currency: string, locale?: string): string
}

declare global {
  /** Defined by `/ante.js`. */
  var Ante: Client | undefined
}

let loading: Promise<Client> | undefined

/** Loads the client: the one of the page's own script tag, or else the server's `/ante.js`. */
export function loadClient(server: string): Promise<Client> {
  if (globalThis.Ante) return Promise.resolve(globalThis.Ante)
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement('script')
    script.src = `${server.replace(/\/+$/, '')}/ante.js`
    script.onload = () => (globalThis.Ante ? resolve(globalThis.Ante) : reject(new Error('/ante.js defines no Ante')))
    script.onerror = () => {
      loading = undefined
      reject(new Error(`${script.src} could not be loaded`))
    }
    document.head.append(script)
  })
  return loading
}
