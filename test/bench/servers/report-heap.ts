/** Preloaded into a server (`--import`): collects garbage and prints the heap in use at each `SIGUSR2`. */
process.on('SIGUSR2', () => {
  globalThis.gc?.()
  process.stderr.write(`heap ${process.memoryUsage().heapUsed}\n`)
})
