interface Entry<Key> {
  readonly key: Key
  readonly priority: number
}

/** Keys ordered by a number each, the lowest first: a binary heap that finds each key by a map. */
export class PriorityIndex<Key> {
  readonly #heap: Entry<Key>[] = []
  readonly #places = new Map<Key, number>()

  /** Adds a key or moves it; null removes it. */
  set(key: Key, priority: number | null): void {
    if (priority === null) this.#delete(key)
    else this.#settle(this.#places.get(key) ?? this.#heap.length, { key, priority })
  }

  /** The lowest of all. */
  first(): Entry<Key> | undefined {
    return this.#heap[0]
  }

  /** Up to `limit` keys at or below a number, lowest first. */
  upTo(bound: number, limit: number): Key[] {
    const found: Key[] = []
    // Only children of what was found can be next, so the rest of the heap is never looked at.
    const frontier = new PriorityIndex<number>()
    const consider = (place: number) => {
      const entry = this.#heap[place]
      if (entry && entry.priority <= bound) frontier.set(place, entry.priority)
    }
    consider(0)
    for (let next = frontier.first(); next && found.length < limit; next = frontier.first()) {
      const entry = this.#heap[next.key]
      if (entry) found.push(entry.key)
      frontier.set(next.key, null)
      consider(2 * next.key + 1)
      consider(2 * next.key + 2)
    }
    return found
  }

  #delete(key: Key): void {
    const place = this.#places.get(key)
    if (place === undefined) return
    this.#places.delete(key)
    const last = this.#heap.pop()
    if (last && place < this.#heap.length) this.#settle(place, last)
  }

  /** Puts an entry at a free place, then moves it to where it belongs. */
  #settle(place: number, entry: Entry<Key>): void {
    this.#sink(this.#rise(place, entry), entry)
  }

  #rise(from: number, entry: Entry<Key>): number {
    let place = from
    while (place > 0) {
      const above = (place - 1) >> 1
      const parent = this.#heap[above]
      if (!parent || parent.priority <= entry.priority) break
      this.#place(place, parent)
      place = above
    }
    return place
  }

  #sink(from: number, entry: Entry<Key>): void {
    let place = from
    for (;;) {
      const below = this.#lowerChild(place)
      const child = this.#heap[below]
      if (!child || child.priority >= entry.priority) break
      this.#place(place, child)
      place = below
    }
    this.#place(place, entry)
  }

  #lowerChild(place: number): number {
    const left = this.#heap[2 * place + 1]
    const right = this.#heap[2 * place + 2]
    return right && left && right.priority < left.priority ? 2 * place + 2 : 2 * place + 1
  }

  #place(place: number, entry: Entry<Key>): void {
    this.#heap[place] = entry
    this.#places.set(entry.key, place)
  }
}
