import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { html } from '../../../server/html/html.ts'
import { STYLE } from '../../../server/html/style.ts'
import { loadKeys } from '../../../server/keys/keys.ts'

describe('keys', () => {
  let directory: string
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'ante-keys-'))
  })
  afterAll(() => rm(directory, { recursive: true, force: true }))

  it('[OA25] are made once, for their owner alone, and stay', async () => {
    const keys = await loadKeys(join(directory, 'new'))
    expect(keys.signing[0]).toMatchObject({ kty: 'EC', crv: 'P-256', alg: 'ES256', d: expect.any(String) })
    expect(keys.secrets[0].length).toBeGreaterThanOrEqual(43)
    const file = join(directory, 'new', 'keys.json')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await loadKeys(join(directory, 'new'))).toEqual(keys)
    expect((await loadKeys(join(directory, 'other'))).secrets).not.toEqual(keys.secrets)
  })

  it.each(['', '{', '{"signing":[],"secrets":[]}', '{"signing":[{"kty":"EC"}],"secrets":["short"]}'])(
    '[OA25] that are damaged (%s) are named, and never replaced',
    async (text) => {
      const file = join(directory, 'keys.json')
      await writeFile(file, text)
      await expect(loadKeys(directory)).rejects.toThrow(/keys\.json is damaged/)
      expect(await readFile(file, 'utf8')).toBe(text)
    },
  )
})

describe('pages', () => {
  it('[OA22] escape every value that is put into markup', () => {
    const nasty = `<&>"'\``
    const escaped = '&#60;&#38;&#62;&#34;&#39;&#96;'
    expect(html`<b title="${nasty}">${[nasty, html`<i>${nasty}</i>`, null, undefined, false, 0]}</b>`.toText('')).toBe(
      `<b title="${escaped}">${escaped}<i>${escaped}</i>0</b>`,
    )
  })
})

/** The colours of a scheme, by name. */
function coloursOf(scheme: 'light' | 'dark'): Record<string, string> {
  const [, light = '', dark = ''] = STYLE.split(':root {')
  return Object.fromEntries(
    [...(scheme === 'light' ? light : dark).matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map(([, name, value]) => [
      name,
      value,
    ]),
  )
}

/** Relative luminance (WCAG 2.2). */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((one, other) => one - other)
  return (light + 0.05) / (dark + 0.05)
}

describe.each(['light', 'dark'] as const)('the %s colours', (scheme) => {
  const colours = coloursOf(scheme)
  const between = (one: string, other: string) => contrast(colours[one] ?? '', colours[other] ?? '')

  it.each([
    ['ink', 'card'],
    ['ink', 'ground'],
    ['soft', 'card'],
    ['soft', 'ground'],
    ['soft', 'felt'],
    ['soft', 'tint'],
    ['accent', 'card'],
    ['accent', 'tint'],
    ['on-accent', 'accent'],
    ['on-accent', 'accent-strong'],
    ['alarm', 'alarm-tint'],
    ['alarm', 'card'],
    ['gold', 'gold-tint'],
  ])('[OA26] are readable: %s on %s', (text, ground) => {
    expect(between(text, ground)).toBeGreaterThanOrEqual(4.5)
  })

  it.each([
    ['field', 'card'],
    ['accent', 'card'],
    ['accent', 'ground'],
  ])('[OA26] show where things are: %s beside %s', (line, ground) => {
    expect(between(line, ground)).toBeGreaterThanOrEqual(3)
  })
})
