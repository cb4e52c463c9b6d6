import type { GameRules } from '../../../domain/rules.ts'

/** Every match has a copy of its game's rules, and there are few different ones: one object for all copies, with a number. */
export class RulesTable {
  readonly #rules: GameRules[] = []
  readonly #byText = new Map<string, number>()
  readonly #byObject = new WeakMap<GameRules, number>()

  /** An object with the same rules that others have too: this one, unless it is new and there is one already. */
  shared(rules: GameRules): GameRules {
    return this.#byObject.has(rules) ? rules : this.at(this.numberOf(rules))
  }

  numberOf(rules: GameRules): number {
    const number = this.#byObject.get(rules) ?? this.#numberOfText(rules)
    this.#byObject.set(rules, number)
    return number
  }

  at(number: number): GameRules {
    const rules = this.#rules[number]
    if (!rules) throw new Error(`there are no rules ${number}`)
    return rules
  }

  #numberOfText(rules: GameRules): number {
    const text = JSON.stringify(rules)
    const known = this.#byText.get(text)
    if (known !== undefined) return known
    this.#byText.set(text, this.#rules.length)
    return this.#rules.push(rules) - 1
  }
}
