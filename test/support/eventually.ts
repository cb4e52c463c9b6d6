/** Calls until the result is not null, and returns it. Fails after ten seconds, or as many as given. */
export async function eventually<T>(ask: () => Promise<T | null>, seconds = 10): Promise<T> {
  const until = performance.now() + seconds * 1000
  for (;;) {
    const answer = await ask()
    if (answer !== null) return answer
    if (performance.now() > until) throw new Error(`it did not happen within ${seconds} seconds`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
