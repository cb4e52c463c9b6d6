import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { expect, it, onTestFinished, vi } from 'vitest'
import { LogBuffer } from '../../../server/log-buffer.ts'
import { temporaryFolder } from '../../support/storage/folders.ts'

async function aBuffer(): Promise<{ lines: LogBuffer; passed: string[]; file: string }> {
  const file = join(await temporaryFolder(), 'log')
  const destination = pino.destination({ dest: file, sync: true })
  const passed: string[] = []
  const write = destination.write.bind(destination)
  destination.write = (text: string) => {
    passed.push(text)
    return write(text)
  }
  return { lines: new LogBuffer(destination), passed, file }
}

it('[OP58] log lines are written many at once, in their order, after a fifth of a second or 16,000 characters', async () => {
  const { lines, passed, file } = await aBuffer()
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => {
    vi.useRealTimers()
  })
  lines.write('one\n')
  lines.write('two\n')
  vi.advanceTimersByTime(199)
  expect(passed).toEqual([])
  vi.advanceTimersByTime(1)
  expect(passed).toEqual(['one\ntwo\n'])
  lines.write('three\n')
  lines.write(`${'x'.repeat(16_000)}\n`)
  expect(passed.slice(1)).toEqual([`three\n${'x'.repeat(16_000)}\n`])
  expect(vi.getTimerCount()).toBe(0)
  expect(readFileSync(file, 'utf8')).toBe(passed.join(''))
})

it('[OP58] and before anything fatal ends the process', async () => {
  const { lines, file } = await aBuffer()
  const log = pino({ base: null, timestamp: false }, lines)
  log.info('first')
  expect(readFileSync(file, 'utf8')).toBe('')
  log.fatal('last')
  expect(readFileSync(file, 'utf8')).toBe('{"level":30,"msg":"first"}\n{"level":60,"msg":"last"}\n')
  lines.flushSync()
  expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(3)
})
