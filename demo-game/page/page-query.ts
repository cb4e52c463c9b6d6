const KEY = 'stackhouse.query'

/** Stores the page's query before a redirect sign-in, because the page comes back with a different query. */
export function keepQuery(): void {
  sessionStorage.setItem(KEY, location.search)
}

/** Returns the query that the player opened the page with. */
export function pageQuery(): string {
  const comesBack = new URLSearchParams(location.search).has('state')
  if (!comesBack) return location.search
  const kept = sessionStorage.getItem(KEY) ?? ''
  sessionStorage.removeItem(KEY)
  return kept
}
