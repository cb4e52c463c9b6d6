import { writeFile } from 'node:fs/promises'
import { Session } from 'node:inspector/promises'

/** Preloaded into a server (`--import`): the first `SIGUSR2` begins a CPU profile, the next writes it to `PROFILE_FILE`. */
const session = new Session()
session.connect()
await session.post('Profiler.enable')
await session.post('Profiler.setSamplingInterval', { interval: 200 })
process.once('SIGUSR2', async () => {
  await session.post('Profiler.start')
  process.once('SIGUSR2', async () => {
    const { profile } = await session.post('Profiler.stop')
    await writeFile(process.env.PROFILE_FILE ?? '', JSON.stringify(profile))
    process.stderr.write('profiled\n')
  })
})
