import { type Report, readSetting } from './json-setting.ts'

/**
 * Reads the JSON of `ANTE_KEYS`, or of the file that it names. Null when it is not set or wrong. Never reports the
 * value.
 */
export function readKeySource(text: string | undefined, report: Report): string | null {
  const json = readSetting(text, (problem) => report(`ANTE_KEYS ${problem}`))
  if (json === null) return null
  try {
    JSON.parse(json)
    return json
  } catch {
    report('ANTE_KEYS is not valid JSON, and no file named with "@"; "npx ante keys new" makes keys')
    return null
  }
}
