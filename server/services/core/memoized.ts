/** How many results are kept. */
const MAX_RESULTS = 10_000
/** Longer keys are not kept: an address has at most 45 characters, whatever a header claims. */
const MAX_KEY_LENGTH = 64

/** Remembers the results of a pure function of a short text, such as an address that comes with every call. */
export function memoized<Result>(compute: (key: string) => Result): (key: string) => Result {
  const results = new Map<string, Result>()
  return (key) => {
    const known = results.get(key)
    if (known !== undefined) return known
    const result = compute(key)
    if (key.length > MAX_KEY_LENGTH) return result
    if (results.size >= MAX_RESULTS) results.clear()
    results.set(key, result)
    return result
  }
}
