/** Beyond this nothing is added, so that no caller can make the shapes grow without a limit. */
const MAX_STEPS = 4096

/** A list of property names, as a step from the list without the last of them. */
interface Step {
  readonly names: readonly string[]
  readonly next: Map<string, Step>
  /** Null until an object has exactly these properties. */
  number: number | null
}

/** Gives lists of property names a number each. */
export class Shapes {
  readonly #start: Step = { names: [], next: new Map(), number: null }
  readonly #byNumber: Step[] = []
  #steps = 0

  /** The number of the properties that an object has; null when the object must be kept in another way. */
  numberOf(object: Readonly<Record<string, unknown>>): number | null {
    let step: Step | null = this.#start
    for (const name of Object.keys(object)) {
      // As in JSON, there is no such property.
      if (object[name] === undefined) continue
      step = step.next.get(name) ?? this.#add(step, name)
      if (!step) return null
    }
    step.number ??= this.#byNumber.push(step) - 1
    return step.number
  }

  namesOf(number: number): readonly string[] {
    const names = this.#byNumber[number]?.names
    if (!names) throw new Error(`a packed record refers to shape ${number}, which there is not`)
    return names
  }

  #add(before: Step, name: string): Step | null {
    // It would change the object's prototype where it is assigned.
    if (name === '__proto__' || this.#steps >= MAX_STEPS) return null
    this.#steps++
    const step: Step = { names: [...before.names, name], next: new Map(), number: null }
    before.next.set(name, step)
    return step
  }
}
