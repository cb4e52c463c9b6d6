/** Whether plain http to a host never leaves the machine; as `URL` spells hosts. */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname)
}
