/** Settings of the page, from the site that serves it. */
export interface GameConfig {
  /** Origin of the runtime. */
  readonly server: string
  readonly clientId: string
  readonly gameId: number
  /** ISO 4217 code. */
  readonly currency: string
  /** What can be played for, in minor units. */
  readonly stakes: readonly number[]
  /** What newcomers get, in minor units; 0 when they get nothing. */
  readonly newcomerBalance: number
  /** The runtime's fee of a pot, in hundredths of a percent. */
  readonly feeBps: number
}

/** Reads `/config.json` of the page's own origin. */
export async function loadConfig(): Promise<GameConfig> {
  const response = await fetch('/config.json')
  if (!response.ok) throw new Error(`The settings of this page are missing (${response.status}).`)
  return response.json()
}

/** What the better score takes out of a pot of two stakes. */
export function prizeOf(stake: number, { feeBps }: GameConfig): number {
  return 2 * stake - Math.floor((2 * stake * feeBps) / 10_000)
}
