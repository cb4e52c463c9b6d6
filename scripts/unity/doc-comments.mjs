/** Comments, strings (templates included), regular expressions, words, and single characters. */
const TOKEN = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|[\w$]+|\S/g
const REGEX_BEFORE = /^[(,=:[!&|?{}]$/
const REGEX = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/y

const DECLARES = new Set(['const', 'function', 'class', 'interface', 'type'])

/** The tokens of a TypeScript text, as far as finding doc comments needs them. */
function tokensOf(source) {
  const tokens = []
  for (let at = 0; at < source.length; ) {
    TOKEN.lastIndex = at
    const match = TOKEN.exec(source)
    if (match === null) break
    REGEX.lastIndex = match.index
    const isRegex = match[0] === '/' && REGEX_BEFORE.test(tokens.findLast((token) => !token.startsWith('//')) ?? '(')
    const token = isRegex ? (REGEX.exec(source)?.[0] ?? match[0]) : match[0]
    tokens.push(token)
    at = match.index + token.length
  }
  return tokens.filter((token) => !token.startsWith('//') && !(token.startsWith('/*') && !token.startsWith('/**')))
}

/** A doc comment as one line of text. */
function textOf(comment) {
  return comment
    .slice(3, -2)
    .split('\n')
    .map((line) => line.replace(/^\s*\*?\s?/, '').trim())
    .join(' ')
    .trim()
}

/**
 * The doc comments of a TypeScript text, by what they stand before: `Match` for a constant, `Match.seed` for a field of the
 * object in it, `ownEvents.response.gap` deeper inside, `PlayerEvent['match.matched']` for a call that begins with this text.
 */
export function docCommentsOf(source) {
  const docs = new Map()
  const tokens = tokensOf(source)
  let constant = ''
  let pendingKey = null
  let comment = null
  const inside = []
  tokens.forEach((token, index) => {
    if (token.startsWith('/**')) {
      comment = textOf(token)
      return
    }
    const next = tokens[index + 1]
    const isName = /^[A-Za-z_$][\w$]*$/.test(token)
    if (inside.length === 0 && DECLARES.has(token)) {
      constant = next
      if (comment) docs.set(constant, comment)
      comment = null
    } else if (isName && next === ':' && inside.length > 0) {
      if (comment) docs.set([constant, ...inside.filter(Boolean), token].join('.'), comment)
      comment = null
      pendingKey = token
    } else if (isName && next === '(' && comment && /^'/.test(tokens[index + 2] ?? '')) {
      docs.set(`${constant}[${tokens[index + 2]}]`, comment)
      comment = null
    } else if (/^[({[]$/.test(token)) {
      inside.push(pendingKey)
      pendingKey = null
    } else if (/^[)}\]]$/.test(token)) {
      inside.pop()
      pendingKey = null
    } else if (token === ',') {
      pendingKey = null
    } else if (token !== 'export' && token !== ':' && !isName) {
      comment = inside.length === 0 ? null : comment
    }
  })
  return docs
}
