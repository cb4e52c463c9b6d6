/**
 * Checks whether a value has a shape. Returns null when it has, else the path of the first place where it has not:
 * `match.stake_amount`, or an empty string for the value itself.
 */
export interface Shape<T> {
  (value: unknown): string | null
  /** Carries the type only; never set. */
  readonly type?: T
}

/** Type of the values that have the shape. */
export type TypeOf<S> = S extends Shape<infer T> ? T : never

type Fields = Readonly<Record<string, Shape<unknown>>>
type OptionalKeys<F> = { [K in keyof F]: undefined extends TypeOf<F[K]> ? K : never }[keyof F]
type ObjectOf<F> = { [K in Exclude<keyof F, OptionalKeys<F>>]: TypeOf<F[K]> } & {
  [K in OptionalKeys<F>]?: TypeOf<F[K]>
}

/** Returns the value with its type when it has the shape; otherwise null. */
export function parse<T>(shape: Shape<T>, value: unknown): T | null {
  return shape(value) === null ? (value as T) : null
}

const passing =
  <T>(test: (value: unknown) => boolean): Shape<T> =>
  (value) =>
    test(value) ? null : ''

export const text: Shape<string> = passing((value) => typeof value === 'string')
export const finite: Shape<number> = passing(Number.isFinite)
export const flag: Shape<boolean> = passing((value) => typeof value === 'boolean')
export const anything: Shape<unknown> = () => null
/** An instant in UTC (RFC 3339). */
export const timestamp: Shape<string> = passing(
  (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) && !Number.isNaN(Date.parse(value)),
)

/** A safe integer within bounds. */
export const integer = (min = -Infinity, max = Infinity): Shape<number> =>
  passing((value) => Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max)

/** A text that matches the pattern. */
export const matching = (pattern: RegExp): Shape<string> =>
  passing((value) => typeof value === 'string' && pattern.test(value))

/** One of these texts. */
export const oneOf = <const Values extends readonly string[]>(...values: Values): Shape<Values[number]> =>
  passing((value) => values.includes(value as string))

export const nullable =
  <T>(shape: Shape<T>): Shape<T | null> =>
  (value) =>
    value === null ? null : shape(value)

export const optional =
  <T>(shape: Shape<T>): Shape<T | undefined> =>
  (value) =>
    value === undefined ? null : shape(value)

export const nullish = <T>(shape: Shape<T>): Shape<T | null | undefined> => optional(nullable(shape))

/** A value that has one of two shapes. */
export const either =
  <A, B>(first: Shape<A>, second: Shape<B>): Shape<A | B> =>
  (value) =>
    first(value) === null ? null : second(value)

export const list =
  <T>(entry: Shape<T>): Shape<T[]> =>
  (value) =>
    Array.isArray(value) ? firstWrong(Object.keys(value), (key) => entry(value[Number(key)])) : ''

/** An object with any keys, whose values all have one shape. */
export const record =
  <T>(key: Shape<string>, entry: Shape<T>): Shape<Record<string, T>> =>
  (value) =>
    isObject(value) ? firstWrong(Object.keys(value), (name) => key(name) ?? entry(value[name])) : ''

/** An object with at least these fields. */
export const object =
  <F extends Fields>(fields: F): Shape<ObjectOf<F>> =>
  (value) =>
    isObject(value) ? firstWrong(Object.keys(fields), (name) => fields[name]?.(value[name]) ?? null) : ''

/** An object whose shape depends on one of its fields. */
export const tagged =
  <S extends Fields>(tag: string, shapes: S): Shape<TypeOf<S[keyof S]>> =>
  (value) => {
    const name = isObject(value) ? value[tag] : undefined
    const shape = typeof name === 'string' && Object.keys(shapes).includes(name) ? shapes[name] : undefined
    return shape ? shape(value) : tag
  }

function firstWrong(keys: readonly string[], check: (key: string) => string | null): string | null {
  for (const key of keys) {
    const path = check(key)
    if (path !== null) return path === '' ? key : `${key}.${path}`
  }
  return null
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
