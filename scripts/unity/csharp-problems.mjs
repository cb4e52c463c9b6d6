import { pascal } from './csharp-model.mjs'
import { csharpFile, quoted } from './csharp-text.mjs'

/** An exception class for each problem code, and the one place that picks it. */
export function problemsFile({ PROBLEM_STATUS, Problem, presentProblem }) {
  const codes = Object.entries(PROBLEM_STATUS)
  const titleOf = (code) => presentProblem(new Problem(code, '')).title
  return csharpFile(
    'Ante',
    ['System.Collections.Generic'],
    [
      '/// <summary>Picks the exception of a problem code.</summary>',
      'internal static class Problems',
      '{',
      '    /// <summary>Every code that this version knows, with its HTTP status.</summary>',
      '    internal static readonly IReadOnlyDictionary<string, int> Statuses = new Dictionary<string, int>',
      '    {',
      ...codes.map(([code, status]) => `        [${quoted(code)}] = ${status},`),
      '    };',
      '',
      '    internal static ProblemException Of(string code, int status, string message, IReadOnlyList<FieldProblem>? errors = null)',
      '    {',
      '        switch (code)',
      '        {',
      ...codes.map(
        ([code]) => `            case ${quoted(code)}: return new ${pascal(code)}Exception(message, errors);`,
      ),
      '            default: return new ProblemException(code, status, message, errors);',
      '        }',
      '    }',
      '}',
      ...codes.flatMap(([code, status]) => problemClass(code, status, titleOf(code))),
    ],
  )
}

function problemClass(code, status, title) {
  const name = `${pascal(code)}Exception`
  return [
    '',
    `/// <summary><c>${code}</c> (${status}): ${title}.</summary>`,
    `public sealed class ${name} : ProblemException`,
    '{',
    `    internal ${name}(string message, IReadOnlyList<FieldProblem>? errors = null)`,
    `        : base(${quoted(code)}, ${status}, message, errors)`,
    '    {',
    '    }',
    '}',
  ]
}
