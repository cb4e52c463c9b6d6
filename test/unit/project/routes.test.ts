import { expectTypeOf, it } from 'vitest'
import type { OperatorRoutes, PlayerRoutes } from '../../../server/http/binding/all-routes.ts'

it('[HT32] does not compile without the handler of an endpoint, or with that of another', () => {
  expectTypeOf<Omit<PlayerRoutes, 'postResult'>>().not.toExtend<PlayerRoutes>()
  expectTypeOf<Omit<OperatorRoutes, 'createDeposit'>>().not.toExtend<OperatorRoutes>()
  expectTypeOf<PlayerRoutes['getMe']>().not.toExtend<PlayerRoutes['postResult']>()
})
