/** Preloaded into a server (`--import`): collects garbage and prints the memory in use, of objects and of buffers, at each `SIGUSR2`. */
process.on('SIGUSR2', () => {
  globalThis.gc?.()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  process.stderr.write(`heap ${heapUsed} buffers ${arrayBuffers}\n`)
})
