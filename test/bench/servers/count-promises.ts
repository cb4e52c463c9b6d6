import { createHook } from 'node:async_hooks'

/** Preloaded into a server (`--import`): counts its promises, and prints how many there were at each `SIGUSR2`. */
let promises = 0
createHook({
  init(_id, type) {
    if (type === 'PROMISE') promises++
  },
}).enable()
process.on('SIGUSR2', () => process.stderr.write(`promises ${promises}\n`))
