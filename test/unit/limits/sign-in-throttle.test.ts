import { randomBytes } from 'node:crypto'
import type { Request } from 'express'
import { expect, it } from 'vitest'
import { createSignInThrottle } from '../../../server/limits/sign-in-throttle.ts'

const from = (ip: string) => ({ ip, headers: {} }) as Request

it('[OA262] wrong passwords count by /56 and /48 too: a /56 has 400 before its delays', async () => {
  const throttle = createSignInThrottle({
    changeAttempts: null,
    clock: { now: () => 0 },
    random: { bytes: randomBytes },
    publicUrl: 'https://ante.example',
    cookieName: 'known',
    secrets: ['secret'],
    rateLimit: 1,
  })
  let failed = 0
  const guess = (ip: string) => throttle.begin(from(ip), `name-${failed++}`)
  for (let n = 0; n < 400; n++) expect(await guess(`2001:db8:0:${(n % 200).toString(16)}::1`)).toBeNull()
  expect(await guess('2001:db8:0:ff::1')).toBeGreaterThan(0)
  expect(await guess('2001:db8:0:100::1')).toBeNull()
})
