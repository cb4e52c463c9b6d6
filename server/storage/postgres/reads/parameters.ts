/** The values of a statement that is put together. */
export class StatementParameters {
  readonly values: unknown[] = []

  /** Adds a value; the placeholder to write for it. */
  add(value: string | number): string {
    this.values.push(value)
    const type = typeof value === 'number' ? 'bigint' : 'text'
    return `$${this.values.length}::${type}`
  }
}
