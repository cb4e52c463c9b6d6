/** Whether a host is the local machine, so that http to it needs no encryption. `hostname` is in the form of `URL`. */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname)
}
