/** Handlers of named events. A handler that throws does not stop the others. */
export class Emitter<Events> {
  readonly #handlers = new Map<keyof Events, Set<(data: never) => void>>()

  on<Name extends keyof Events>(name: Name, handler: (data: Events[Name]) => void): () => void {
    const handlers = this.#handlers.get(name) ?? new Set()
    this.#handlers.set(name, handlers)
    // A new function, so that the same handler can be registered twice and removed once.
    const call = (data: Events[Name]) => handler(data)
    handlers.add(call)
    return () => handlers.delete(call)
  }

  /** Whether one of these events has a handler. */
  hasHandler(names: readonly (keyof Events)[]): boolean {
    return names.some((name) => (this.#handlers.get(name)?.size ?? 0) > 0)
  }

  emit<Name extends keyof Events>(name: Name, data: Events[Name]): void {
    for (const handler of [...(this.#handlers.get(name) ?? [])]) {
      try {
        const call = handler as (data: Events[Name]) => void
        call(data)
      } catch (error) {
        reportUncaught(error)
      }
    }
  }
}

/** Reports an error of the game's own code as uncaught. */
function reportUncaught(error: unknown): void {
  if (typeof reportError === 'function') reportError(error)
  else
    queueMicrotask(() => {
      throw error
    })
}
