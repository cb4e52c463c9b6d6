/** Builds the path of a call: replaces each `:name` with its percent-encoded parameter. */
export function pathOf(endpoint: { readonly path: string }, params: Readonly<Record<string, unknown>>): string {
  return endpoint.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])))
}
