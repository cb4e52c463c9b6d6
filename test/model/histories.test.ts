import fc from 'fast-check'
import { describe, it } from 'vitest'
import { playUntil, stepsWanted } from './play/budget.ts'
import { type Command, command, concurrentCommand, type Setup, setup } from './play/commands.ts'
import { playAll } from './play/history.ts'
import { STORES, type StoreKind } from './server/stores.ts'

const LONG = 6 * 3600_000
const oneByOne = fc.array(command, { minLength: 10, maxLength: 80, size: 'max' })
const atOnce = fc.array(concurrentCommand, { minLength: 2, maxLength: 5 })
const crowded = fc.array(fc.oneof({ weight: 1, arbitrary: command }, { weight: 1, arbitrary: atOnce }), {
  minLength: 10,
  maxLength: 40,
  size: 'max',
})

for (const store of STORES) {
  describe(`random histories on the ${store.name} store`, { tags: store.tags }, () => describeHistories(store))
}

function describeHistories(store: StoreKind): void {
  it(
    '[MT21] go as the reference says: answers, matches, money and events, through restarts and crashes',
    async () => {
      const play = ([given, commands]: [Setup, Command[]]) => playAll(store, given, commands)
      await playUntil(stepsWanted(5000 * store.share), fc.tuple(setup, oneByOne), play, store.share)
    },
    LONG,
  )

  it(
    '[MT22] go as in some order of the reference, when calls come at once',
    async () => {
      const play = ([given, commands]: [Setup, (Command | Command[])[]]) => playAll(store, given, commands)
      await playUntil(stepsWanted(2500 * store.share), fc.tuple(setup, crowded), play, store.share)
    },
    LONG,
  )
}
