/** oidc-provider's own store of a request's context, which has no types. */
declare module 'oidc-provider/lib/helpers/als.js' {
  const context: { disable(): void }
  export default context
}
