/** Beyond this nothing is added, so that no caller can make the shapes grow without a limit. */
const MAX_STEPS = 4096

/** A list of property names, as a step from the list without the last of them. */
interface Step {
  readonly names: readonly string[]
  readonly next: Map<string, Step>
  /** Null until an object has exactly these properties. */
  shape: Shape | null
}

/** The properties that some objects have, in their order. */
export interface Shape {
  readonly number: number
  readonly names: readonly string[]
  /** Passes on the values of an object in the order of the names. False, before it passes any on, where one is undefined. */
  readonly write: (object: object, write: (value: unknown) => void) => boolean
  /** Makes an object with the values that are read one after the other. */
  readonly read: (read: () => unknown) => unknown
}

/** Gives lists of property names a number each. */
export class Shapes {
  readonly #start: Step = { names: [], next: new Map(), shape: null }
  readonly #byNumber: Shape[] = []
  readonly #byFirstName = new Map<string, Shape[]>()
  #steps = 0

  /** The shape with just the properties that an object has, of which some may be undefined; null where there is none yet. */
  known(object: object): Shape | null {
    const names = Object.keys(object)
    for (const shape of this.#byFirstName.get(names[0] ?? '') ?? []) if (isSame(shape.names, names)) return shape
    return null
  }

  /** The properties of an object that are not undefined; null when the object must be kept in another way. */
  of(object: Readonly<Record<string, unknown>>): Shape | null {
    let step: Step | null = this.#start
    for (const name of Object.keys(object)) {
      // As in JSON, there is no such property.
      if (object[name] === undefined) continue
      step = step.next.get(name) ?? this.#add(step, name)
      if (!step) return null
    }
    step.shape ??= this.#addShape(step.names)
    return step.shape
  }

  at(number: number): Shape {
    const shape = this.#byNumber[number]
    if (!shape) throw new Error(`a packed record refers to shape ${number}, which there is not`)
    return shape
  }

  #add(before: Step, name: string): Step | null {
    // It would change the object's prototype where it is assigned.
    if (name === '__proto__' || this.#steps >= MAX_STEPS) return null
    this.#steps++
    const step: Step = { names: [...before.names, name], next: new Map(), shape: null }
    before.next.set(name, step)
    return step
  }

  #addShape(names: readonly string[]): Shape {
    const shape = { number: this.#byNumber.length, names, ...compile(names) }
    this.#byNumber.push(shape)
    const first = names[0] ?? ''
    this.#byFirstName.set(first, [...(this.#byFirstName.get(first) ?? []), shape])
    return shape
  }
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  if (some.length !== others.length) return false
  for (let n = 0; n < some.length; n++) if (some[n] !== others[n]) return false
  return true
}

/** Functions that name the properties. With loops over the names a start and a checkpoint take 6 % more CPU. */
function compile(names: readonly string[]): Pick<Shape, 'write' | 'read'> {
  const properties = names.map((name) => JSON.stringify(name))
  const values = names.map((_, n) => `v${n}`)
  const read = new Function('read', `return { ${properties.map((property) => `${property}: read()`).join(', ')} }`)
  const write = new Function(
    'object',
    'write',
    `${properties.map((property, n) => `const v${n} = object[${property}]`).join('\n')}
    if (${[...values.map((value) => `${value} === undefined`), 'false'].join(' || ')}) return false
    ${values.map((value) => `write(${value})`).join('\n')}
    return true`,
  )
  return { read, write } as Pick<Shape, 'write' | 'read'>
}
