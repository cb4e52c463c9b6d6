import { Shapes } from './shapes.ts'

/** Beyond this nothing is added, so that no caller can make a dictionary grow without a limit. */
const MAX_WORDS = 4096
const MAX_WORD_LENGTH = 32

/** What packed records refer to by number: short texts, and lists of property names. It is never written to disk. */
export class Dictionary {
  readonly shapes = new Shapes()
  readonly #words: string[] = []
  readonly #numbers = new Map<string, number>()

  /** The number of a text; undefined when the text is too long, or new and the dictionary is full. */
  numberOfWord(text: string): number | undefined {
    if (text.length > MAX_WORD_LENGTH) return undefined
    const known = this.#numbers.get(text)
    if (known !== undefined || this.#words.length >= MAX_WORDS) return known
    this.#numbers.set(text, this.#words.length)
    return this.#words.push(text) - 1
  }

  word(number: number): string {
    const word = this.#words[number]
    if (word === undefined) throw new Error(`a packed record refers to word ${number}, which there is not`)
    return word
  }
}
