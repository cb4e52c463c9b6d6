/** What several sorted sources have, in their common order. Takes no more from each source than it hands out. */
export function* mergeSorted<Item>(
  sources: readonly Iterator<Item>[],
  compare: (a: Item, b: Item) => number,
): Generator<Item> {
  const heads = sources.map((source) => ({ source, next: source.next() }))
  for (;;) {
    let first: { source: Iterator<Item>; next: IteratorResult<Item> } | null = null
    for (const head of heads) {
      if (!head.next.done && (!first || compare(head.next.value, first.next.value) < 0)) first = head
    }
    if (!first) return
    yield first.next.value
    first.next = first.source.next()
  }
}
