/** Sets of keys by name, each in the order in which its keys were added. A name without keys is removed. */
export class KeysByName {
  readonly #keys = new Map<string, Set<string>>()

  of(name: string): readonly string[] {
    return [...(this.#keys.get(name) ?? [])]
  }

  add(name: string | undefined, key: string): void {
    if (name === undefined) return
    const keys = this.#keys.get(name) ?? new Set<string>()
    this.#keys.set(name, keys.add(key))
  }

  remove(name: string | undefined, key: string): void {
    if (name === undefined) return
    const keys = this.#keys.get(name)
    keys?.delete(key)
    if (keys?.size === 0) this.#keys.delete(name)
  }
}
