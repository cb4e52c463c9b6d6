import fc from 'fast-check'
import { describe, it } from 'vitest'
import { playUntil, stepsWanted } from './play/budget.ts'
import { command, concurrentCommand, setup } from './play/commands.ts'
import { playAll } from './play/history.ts'
import { STORES } from './server/stores.ts'

const LONG = 6 * 3600_000
const oneByOne = fc.array(command, { minLength: 10, maxLength: 80, size: 'max' })
const atOnce = fc.array(concurrentCommand, { minLength: 2, maxLength: 5 })
const crowded = fc.array(fc.oneof({ weight: 1, arbitrary: command }, { weight: 1, arbitrary: atOnce }), {
  minLength: 10,
  maxLength: 40,
  size: 'max',
})

describe.each(STORES)('random histories on the $name store', (store) => {
  it(
    '[MT21] go as the reference says: answers, matches, money and events, through restarts and crashes',
    async () => {
      await playUntil(stepsWanted(5000), fc.tuple(setup, oneByOne), ([given, commands]) =>
        playAll(store, given, commands),
      )
    },
    LONG,
  )

  it(
    '[MT22] go as in some order of the reference, when calls come at once',
    async () => {
      await playUntil(stepsWanted(2500), fc.tuple(setup, crowded), ([given, commands]) =>
        playAll(store, given, commands),
      )
    },
    LONG,
  )
})
