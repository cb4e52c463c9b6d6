import { readFileSync } from 'node:fs'
import * as contract from '@ante/shared'
import { expect, it } from 'vitest'
import { clientContract } from '../../../scripts/build/client-contract.mjs'

it('[CL15] the client checks answers against the contract as it is now', () => {
  const file = new URL('../../../client/contract/generated.ts', import.meta.url)
  expect(readFileSync(file, 'utf8')).toBe(clientContract(contract))
})
