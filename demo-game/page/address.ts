const MATCH = /^#match=([0-9a-f]{32})$/

/** Stores in the page's address which match is on the screen, so that a reload shows it again. */
export interface Address {
  readonly matchId: string | null
  /** Null removes the match from the address. */
  showMatch(matchId: string | null): void
}

/** `query` is the query that the page was opened with. It stays in the address. */
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
