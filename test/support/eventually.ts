/** Calls until the result is not null, and returns it. Fails after ten seconds. */
export async function eventually<T>(ask: () => Promise<T | null>): Promise<T> {
  const until = performance.now() + 10_000
  for (;;) {
    const answer = await ask()
    if (answer !== null) return answer
    if (performance.now() > until) throw new Error('it did not happen within ten seconds')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
