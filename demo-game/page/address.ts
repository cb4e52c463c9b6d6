const MATCH = /^#match=([0-9a-f]{32})$/

/** The part of the page's address that survives a reload: which match is on the screen. */
export interface Address {
  readonly matchId: string | null
  /** Null: none. */
  showMatch(matchId: string | null): void
}

/** `query` is what the page was opened with; it stays. */
export function createAddress(query: string): Address {
  return {
    get matchId() {
      return MATCH.exec(location.hash)?.[1] ?? null
    },
    showMatch(matchId) {
      history.replaceState(null, '', `${location.pathname}${query}${matchId === null ? '' : `#match=${matchId}`}`)
    },
  }
}
