/** Settings of the page. The site that serves the page provides them. */
export interface GameConfig {
  /** Origin of the Ante server. */
  readonly server: string
  readonly clientId: string
  readonly gameId: number
  /** ISO 4217 code. */
  readonly currency: string
  /** Stakes to choose from, in minor units. */
  readonly stakes: readonly number[]
  /** Amount that a new player receives, in minor units; 0 for none. */
  readonly newcomerBalance: number
  /** The server's fee on a pot, in hundredths of a percent. */
  readonly feeBps: number
}

/** Reads `/config.json` of the page's own origin. */
export async function loadConfig(): Promise<GameConfig> {
  const response = await fetch('/config.json')
  if (!response.ok) throw new Error(`The settings of this page are missing (${response.status}).`)
  return response.json()
}

/** Returns the amount that the winner receives: both stakes less the fee. */
export function prizeOf(stake: number, { feeBps }: GameConfig): number {
  return 2 * stake - Math.floor((2 * stake * feeBps) / 10_000)
}
