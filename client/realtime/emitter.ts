/** Handlers of named events. One that throws does not keep the others from being called. */
export class Emitter<Events> {
  readonly #handlers = new Map<keyof Events, Set<(data: never) => void>>()

  on<Name extends keyof Events>(name: Name, handler: (data: Events[Name]) => void): () => void {
    const handlers = this.#handlers.get(name) ?? new Set()
    this.#handlers.set(name, handlers)
    // A function of its own, so that the same handler can be registered twice and ended once.
    const call = (data: Events[Name]) => handler(data)
    handlers.add(call)
    return () => handlers.delete(call)
  }

  /** Whether anybody would hear one of these. */
  hears(names: readonly (keyof Events)[]): boolean {
    return names.some((name) => (this.#handlers.get(name)?.size ?? 0) > 0)
  }

  emit<Name extends keyof Events>(name: Name, data: Events[Name]): void {
    for (const handler of [...(this.#handlers.get(name) ?? [])]) {
      try {
        const call = handler as (data: Events[Name]) => void
        call(data)
      } catch (error) {
        reportMistake(error)
      }
    }
  }
}

/** The game's own mistake: it belongs into the game's error reporting. */
function reportMistake(error: unknown): void {
  if (typeof reportError === 'function') reportError(error)
  else
    queueMicrotask(() => {
      throw error
    })
}
