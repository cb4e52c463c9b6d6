import { describe, expect, it } from 'vitest'
import { problemKey } from '../../../client/lobby/problem-key.ts'
import { LANGUAGES, wordsOf } from '../../../client/lobby/words/languages.ts'

describe('the lobby’s words', () => {
  it('[CL27] are there in six languages, with the amount where it belongs', () => {
    expect(Object.keys(LANGUAGES)).toEqual(['en', 'de', 'es', 'fr', 'pt', 'ja'])
    const { en } = LANGUAGES
    for (const [language, words] of Object.entries(LANGUAGES)) {
      for (const [key, text] of Object.entries(words)) {
        const english = String(en?.[key as keyof typeof en])
        expect([language, key, text.trim() !== '', text.includes('{amount}')]).toEqual([
          language,
          key,
          true,
          english.includes('{amount}'),
        ])
      }
    }
  })

  it('[CL27] are those of the first language that is known, else English', () => {
    expect(wordsOf(['xx', 'pt-BR', 'de']).signIn).toBe('Entrar')
    expect(wordsOf(['ZH-Hant']).signIn).toBe('Sign in')
  })

  it.each([
    ['insufficient_funds', 'tooExpensive'],
    ['stake_limit_reached', 'stakeLimit'],
    ['closed', null],
    ['of a later version', 'failed'],
  ])('[CL27] say what %s means', (code, key) => {
    expect(problemKey(Object.assign(new Error('no'), { code }))).toBe(key)
  })
})
