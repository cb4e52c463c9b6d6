/** The path of a call: `:name` replaced by the parameter, percent-encoded. */
export function pathOf(endpoint: { readonly path: string }, params: Readonly<Record<string, unknown>>): string {
  return endpoint.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])))
}
