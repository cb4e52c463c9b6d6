import * as contract from '@ante/shared'
import { endpointsOf } from '../../server/reference/openapi.ts'

const endpoints = endpointsOf(contract).map(({ method, path, response }) => ({
  method,
  response,
  pattern: new RegExp(`^${path.replace('.', '\\.').replace(/:\w+/g, '[^/]+')}$`),
}))

/** Throws unless a successful answer is as the contract says. Calls that are not the contract's are let through. */
export function assertContractAnswer(method: string, path: string, status: number, body: unknown): void {
  if (status >= 300 || body === '') return
  const { pathname } = new URL(path, 'http://ante.example')
  const endpoint = endpoints.find((one) => one.method === method && one.pattern.test(pathname))
  const result = endpoint?.response['~standard'].validate(body)
  if (!result) return
  if (result instanceof Promise) throw new Error('the contract parses at once')
  if (result.issues) throw new Error(`${method} ${path}: ${JSON.stringify(result.issues)} in ${JSON.stringify(body)}`)
}
