/** The part of a `Map` that collections of records have, however they keep them. */
export interface Records<Key, Value> extends Iterable<[Key, Value]> {
  readonly size: number
  has(key: Key): boolean
  get(key: Key): Value | undefined
  set(key: Key, value: Value): unknown
  delete(key: Key): boolean
  values(): Iterable<Value>
}
