/** Markup that is safe to send: made by `html` alone, which escapes whatever is put into it. */
export class Html {
  /** The path of the public URL stands between two pieces. */
  readonly pieces: readonly string[]

  constructor(...pieces: string[]) {
    this.pieces = pieces
  }

  /** `basePath` is the path of the public URL: links to this server lead under it. */
  toText(basePath: string): string {
    return this.pieces.join(basePath)
  }
}

/** What can stand in a template. Nothing is written for null, undefined and false. */
export type Content = Html | string | number | null | undefined | false | readonly Content[]

/**
 * A template whose values are escaped, unless they are markup themselves. A path in a link or a form, such as
 * `<a href="${'/account'}">`, is one of this server and is written below the path of the public URL.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Html {
  const pieces = ['']
  const write = (written: Html) => {
    const [first = '', ...more] = written.pieces
    pieces.push(`${pieces.pop()}${first}`, ...more)
  }
  for (const [index, text] of strings.entries()) {
    const value = values[index]
    write(new Html(text))
    if (isOwnPath(value) && /\b(?:href|src|action|formaction)="$/.test(text)) pieces.push('')
    for (const written of writtenParts(value)) write(written)
  }
  return new Html(...pieces)
}

const isOwnPath = (value: Content) => typeof value === 'string' && /^\/(?!\/)/.test(value)

function writtenParts(value: Content): readonly Html[] {
  if (value === null || value === undefined || value === false) return []
  if (value instanceof Html) return [value]
  if (typeof value === 'object') return value.flatMap(writtenParts)
  return [new Html(String(value).replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`))]
}
