import { afterAll, beforeAll, expect, it } from 'vitest'
import { startAnte, type TestAnte } from '../../support/ante.ts'
import { eventually } from '../../support/eventually.ts'

let ante: TestAnte
beforeAll(async () => {
  ante = await startAnte({ ANTE_RATE_LIMIT: '0.1', ANTE_TRUST_PROXY: '1' })
})
afterAll(() => ante.close())

/** A tenth of 100, as the limits are set above. */
const PER_NETWORK = 10

const handshake = (address: string) =>
  fetch(`${ante.url}/socket.io/?EIO=4&transport=polling`, { headers: { 'x-forwarded-for': address } })

it('[RT16] bounds the handshakes of a network that do not authenticate, and says when to try again', async () => {
  const answers = []
  for (let i = 0; i < PER_NETWORK; i++) answers.push((await handshake('192.0.2.1')).status)
  expect(answers).toEqual(answers.map(() => 200))
  const refused = await handshake('192.0.2.1')
  expect(refused.status).toBe(429)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await handshake('192.0.2.2')).status).toBe(200)
})

it('[RT16] counts an IPv6 household as one network', async () => {
  for (let i = 0; i < PER_NETWORK; i++) await handshake(`2001:db8:0:1::${i}`)
  expect((await handshake('2001:db8:0:1:ffff::1')).status).toBe(429)
  expect((await handshake('2001:db8:0:2::1')).status).toBe(200)
})

it('[RT16] ends connections that do not authenticate in time', async () => {
  const { sid } = JSON.parse((await (await handshake('192.0.2.9')).text()).slice(1))
  const poll = async () => {
    const response = await fetch(`${ante.url}/socket.io/?EIO=4&transport=polling&sid=${sid}`)
    return { status: response.status, text: await response.text() }
  }
  await eventually(async () => {
    const { status, text } = await poll()
    return status === 400 || text === '1' ? true : null
  })
})

it('[HT44] refuses handshakes a second late after 50 refusals', async () => {
  const took = async () => {
    const began = performance.now()
    expect((await handshake('192.0.2.1')).status).toBe(429)
    return performance.now() - began
  }
  expect(Math.max(...(await Promise.all(Array.from({ length: 110 }, took))))).toBeGreaterThan(990)
})
