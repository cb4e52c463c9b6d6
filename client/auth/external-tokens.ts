import type { TokenSource } from '../http/send.ts'

/** Tokens that the game's own server hands out: asked for once, and again when one is refused. */
export function externalTokens(accessToken: () => Promise<string>): TokenSource {
  let current: Promise<string> | null = null
  let value: string | null = null
  const ask = () => {
    const asked = accessToken().then((token) => {
      value = token
      return token
    })
    current = asked
    asked.catch(() => {
      if (current === asked) current = null
    })
    return asked
  }
  return {
    token: () => current ?? ask(),
    renew: (refused) => (value === refused ? ask() : (current ?? ask())),
  }
}
