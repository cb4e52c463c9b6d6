import { expect, it } from 'vitest'
import { CAPS } from '../../../server/domain/limits.ts'
import { PendingByNetwork } from '../../../server/oauth/provider/pending-by-network.ts'

const pendingSignIns = () =>
  new PendingByNetwork({ ofNetwork: CAPS.pendingSignIns.count, ofAll: CAPS.allPendingSignIns.count })

it('[OA260] ends the oldest of the same network beyond 1,000, and of other networks nothing', () => {
  const pending = pendingSignIns()
  pending.add('honest', '198.51.100.1')
  for (let n = 0; n < 1000; n++) expect(pending.add(`a${n}`, '192.0.2.1')).toEqual([])
  expect(pending.add('a1000', '192.0.2.1')).toEqual(['a0'])
  pending.remove('a1')
  expect(pending.add('a1001', '192.0.2.1')).toEqual([])
  expect(pending.add('a1002', '192.0.2.1')).toEqual(['a2'])
})

it('[OA260] counts a /56 and a /48 as networks too', () => {
  const pending = pendingSignIns()
  const ended = Array.from({ length: 4001 }, (_, n) =>
    pending.add(`v6-${n}`, `2001:db8:0:${(n % 200).toString(16)}::1`),
  ).flat()
  expect(ended).toEqual(['v6-0'])
})

it('[OA260] keeps 4,000 of all, and ends the oldest of the network that begins one more', () => {
  const pending = pendingSignIns()
  const ended = Array.from({ length: 4000 }, (_, n) => pending.add(`n${n}`, `10.0.${n % 40}.1`)).flat()
  expect(ended).toEqual([])
  expect(pending.add('more', '10.0.7.1')).toEqual(['n7'])
  expect(pending.add('elsewhere', '10.1.0.1')).toEqual(['n0'])
})
