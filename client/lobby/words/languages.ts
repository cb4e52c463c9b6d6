import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { ja } from './ja.ts'
import { pt } from './pt.ts'
import type { Words } from './words.ts'

/** The lobby's languages, by their code (BCP 47). */
export const LANGUAGES: Readonly<Record<string, Words>> = { en, de, es, fr, pt, ja }

/**
 * Returns the words of the first language that the lobby supports: `de-AT` uses `de`. Returns English when it supports
 * none.
 */
export function wordsOf(languages: readonly string[]): Words {
  for (const language of languages) {
    const words = LANGUAGES[language.toLowerCase().split('-')[0] ?? '']
    if (words) return words
  }
  return en
}
