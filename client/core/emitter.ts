/** Handlers of named events. A handler that throws does not stop the others. */
export interface Emitter<Events> {
  /** Returns the function that removes the handler. */
  on<Name extends keyof Events>(name: Name, handler: (data: Events[Name]) => void): () => void
  /** Returns true when at least one of these events has a handler. */
  hasHandler(names: readonly (keyof Events)[]): boolean
  emit<Name extends keyof Events>(name: Name, data: Events[Name]): void
}

export function createEmitter<Events>(): Emitter<Events> {
  const all = new Map<keyof Events, Set<(data: never) => void>>()
  return {
    on(name, handler) {
      const handlers = all.get(name) ?? new Set()
      all.set(name, handlers)
      // A new function, so that the same handler can be registered twice and removed once.
      const call: typeof handler = (data) => handler(data)
      handlers.add(call)
      return () => handlers.delete(call)
    },
    hasHandler: (names) => names.some((name) => (all.get(name)?.size ?? 0) > 0),
    emit(name, data) {
      for (const handler of [...(all.get(name) ?? [])]) {
        try {
          const call = handler as (value: typeof data) => void
          call(data)
        } catch (error) {
          reportUncaught(error)
        }
      }
    },
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
