import { pascal } from './csharp-model.mjs'
import { csharpFile, quoted, summary } from './csharp-text.mjs'

/** Paths of the authorization server. */
export function pathsFile({ OAUTH_PATHS }, docs) {
  return csharpFile(
    'Ante.Contract',
    [],
    [
      ...summary(docs.get('OAUTH_PATHS'), ''),
      'public static class OAuthPaths',
      '{',
      ...Object.entries(OAUTH_PATHS).flatMap(([name, path]) => [
        ...summary(docs.get(`OAUTH_PATHS.${name}`), '    '),
        `    public const string ${pascal(name)} = ${quoted(path)};`,
      ]),
      '}',
    ],
  )
}

/** Digits after the decimal point of every currency that can be staked. */
export function currenciesFile({ Currency, exponentOf }, { safeParse }) {
  const byDigits = new Map()
  for (const code of threeCapitals()) {
    if (!safeParse(Currency, code).success) continue
    const digits = exponentOf(code)
    byDigits.set(digits, [...(byDigits.get(digits) ?? []), code])
  }
  return csharpFile(
    'Ante.Contract',
    [],
    [
      '/// <summary>The ISO 4217 currencies that can be staked.</summary>',
      'public static class Currencies',
      '{',
      '    /// <summary>Digits after the decimal point: GBP 2, JPY 0, KWD 3; 2 for a code that is not known.</summary>',
      '    public static int DigitsOf(string code)',
      '    {',
      '        switch (code)',
      '        {',
      ...[...byDigits]
        .filter(([digits]) => digits !== 2)
        .sort()
        .flatMap(([digits, codes]) => [
          ...codes.map((code) => `            case ${quoted(code)}:`),
          `                return ${digits};`,
        ]),
      '            default:',
      '                return 2;',
      '        }',
      '    }',
      '}',
    ],
  )
}

function* threeCapitals() {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  for (const first of letters) for (const second of letters) for (const third of letters) yield first + second + third
}
