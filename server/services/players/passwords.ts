import { hash, verify } from '@node-rs/argon2'

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** Hashing shares its threads with the store's writes; a crowd that signs in must not hold those up. */
const AT_ONCE = 2

/** Turns passwords into argon2id hashes, and compares them. */
export interface Passwords {
  hash(password: string): Promise<string>
  /** Takes as long for a player without a password (null) as for one with another password. */
  matches(password: string, passwordHash: string | null): Promise<boolean>
}

/** `unguessable` becomes the password that nobody has, which unknown names are compared with. */
export function createPasswords(unguessable: string): Passwords {
  const turn = createSemaphore(AT_ONCE)
  const hashOf = (password: string) => turn(() => hash(password.normalize('NFKC'), PARAMETERS))
  const nobody = hashOf(unguessable)
  return {
    hash: hashOf,
    async matches(password, passwordHash) {
      const expected = passwordHash ?? (await nobody)
      const equal = await turn(() => verify(expected, password.normalize('NFKC')))
      return equal && passwordHash !== null
    },
  }
}

/** Runs at most so many tasks at once, the others in the order in which they came. */
function createSemaphore(most: number): <Result>(task: () => Promise<Result>) => Promise<Result> {
  const waiting: (() => void)[] = []
  let running = 0
  return async (task) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve))
    else running++
    try {
      return await task()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}
