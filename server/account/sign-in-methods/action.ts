/** A change of how somebody signs in. It asks for re-authentication, so that an open browser is no way to take an account. */
export type Action =
  | { readonly kind: 'password' }
  | { readonly kind: 'link'; readonly providerId: string }
  /** `pending` names an account at an issuer that waits to be linked. */
  | { readonly kind: 'link-issuer'; readonly pending: string }
  | { readonly kind: 'unlink'; readonly identityKey: string }

/** An action as a value of a query: `password`, `link:<provider>`, `link-issuer:<pending>` or `unlink:<identity>`. */
export function formatAction(action: Action): string {
  switch (action.kind) {
    case 'password':
      return 'password'
    case 'link':
      return `link:${action.providerId}`
    case 'link-issuer':
      return `link-issuer:${action.pending}`
    case 'unlink':
      return `unlink:${action.identityKey}`
  }
}

/** Reads what `formatAction` wrote; null for anything else. */
export function parseAction(text: unknown): Action | null {
  if (text === 'password') return { kind: 'password' }
  const [, kind, id] = /^(link|link-issuer|unlink):([\w-]+)$/.exec(typeof text === 'string' ? text : '') ?? []
  if (id === undefined) return null
  if (kind === 'link') return { kind, providerId: id }
  return kind === 'link-issuer' ? { kind, pending: id } : { kind: 'unlink', identityKey: id }
}
