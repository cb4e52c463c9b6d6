const KEY = 'stackhouse.query'

/** Keeps the page's query over a sign-in that leaves the page: the way back has a query of its own. */
export function keepQuery(): void {
  sessionStorage.setItem(KEY, location.search)
}

/** The query that the player opened the page with. */
export function pageQuery(): string {
  const comesBack = new URLSearchParams(location.search).has('state')
  if (!comesBack) return location.search
  const kept = sessionStorage.getItem(KEY) ?? ''
  sessionStorage.removeItem(KEY)
  return kept
}
