import { createHash } from 'node:crypto'
import { Problem } from '@ante/shared'
import type { Request, RequestHandler, Response } from 'express'
import type { Logger } from 'pino'
import { type Identity, type IdentityId, identityKey } from '../domain/identity.ts'
import type { PlayerId } from '../domain/ids.ts'
import { PageError, sendPage, textOf } from '../html/send-page.ts'
import { macOf } from '../keys/hmac.ts'
import { fieldErrorsOf } from '../oauth/interaction/sign-in.ts'
import type { Sessions } from '../oauth/provider/sessions.ts'
import type { PendingSignIn } from '../oauth/upstream/authorization-requests.ts'
import type { Upstream } from '../oauth/upstream/upstream.ts'
import type { Identities } from '../services/players/identities.ts'
import type { Players } from '../services/players/players.ts'
import type { AccountSession, AccountSessions } from './account-session.ts'
import { ACCOUNT, ACCOUNT_PATHS, donePath } from './pages/account-paths.ts'
import { linkPage, type Next, passwordPage, type SignInMethodView, unlinkPage } from './pages/form-pages.ts'
import type { IdentityView } from './pages/overview-view.ts'
import type { ReAuthentication } from './re-authentication.ts'

/** Password and providers: whatever lets somebody into the account. */
export interface SignInMethods {
  /** The player's accounts at providers, and the providers that can be added. */
  of(playerId: PlayerId): Promise<{ identities: readonly IdentityView[]; linkable: Upstream['providers'] }>
  readonly showPassword: RequestHandler
  readonly setPassword: RequestHandler
  readonly showLink: RequestHandler
  readonly link: RequestHandler
  /** Somebody came back from the provider to be added. */
  readonly linked: RequestHandler
  readonly showUnlink: RequestHandler
  readonly unlink: RequestHandler
  /** Sends somebody without a password to a provider of theirs, to show that it is them. */
  readonly confirm: RequestHandler
  readonly confirmed: RequestHandler
}

interface SignInMethodsDependencies {
  readonly players: Players
  readonly identities: Identities
  readonly sessions: Sessions
  readonly accountSessions: AccountSessions
  readonly reAuthentication: ReAuthentication
  readonly upstream: Upstream
  readonly secrets: readonly [string, ...string[]]
  readonly log: Logger
}

export function createSignInMethods(dependencies: SignInMethodsDependencies): SignInMethods {
  const { players, identities, sessions, accountSessions, reAuthentication, upstream, secrets, log } = dependencies
  const providerOf = (id: string) => upstream.providers.find((provider) => provider.id === id)

  function known(id: unknown) {
    const provider = providerOf(String(id))
    if (!provider) throw new PageError(404, NOTHING_HERE)
    return provider
  }

  async function owned(req: Request, { player }: AccountSession): Promise<Identity> {
    const identity = (await identities.of(player.id)).find((one) => keyOf(one) === req.params.identity)
    if (!identity) throw new PageError(404, NOTHING_HERE)
    return identity
  }

  async function viewOf(
    session: AccountSession,
    next: Next,
    more: Partial<SignInMethodView> = {},
  ): Promise<SignInMethodView> {
    const own = await identities.of(session.player.id)
    const confirmBy = upstream.providers.filter(({ id }) => own.some(({ provider }) => provider === id))
    return { player: session.player, token: session.token, confirmed: '', confirmBy, next, ...more }
  }

  /** A pending sign-in of this session; nothing but the session's own forms begins one. */
  function pendingSignInOf({ sessionUid }: AccountSession, kind: string): Pick<PendingSignIn, 'id' | 'tryAgain'> {
    return { id: macOf(secrets[0], 'account-errand', `${kind} ${sessionUid}`), tryAgain: ACCOUNT }
  }
  const pendingLink = (session: AccountSession): PendingSignIn => ({
    ...pendingSignInOf(session, 'link'),
    purpose: 'link',
    returnTo: ACCOUNT_PATHS.linked,
  })
  const pendingConfirmation = (session: AccountSession, next: string): PendingSignIn => ({
    ...pendingSignInOf(session, `confirm ${next}`),
    purpose: 'confirm',
    returnTo: `${ACCOUNT_PATHS.confirmed}?${new URLSearchParams({ next })}`,
  })

  const identityView = ({ provider, subject, username }: Identity): IdentityView => ({
    key: keyOf({ provider, subject }),
    providerName: providerOf(provider)?.name ?? provider,
    username,
    usable: providerOf(provider) !== undefined,
  })

  async function show(
    req: Request,
    res: Response,
    session: AccountSession,
    next: Next,
    more: Partial<SignInMethodView>,
    status = 200,
  ) {
    const view = await viewOf(session, next, more)
    if (next === 'password') {
      if (session.player.guest) return res.redirect(303, ACCOUNT_PATHS.keep)
      return sendPage(res, status, passwordPage(view))
    }
    if (next.startsWith('link:')) {
      const provider = known(next.slice('link:'.length))
      const formTargets = [new URL(provider.authorizeUrl).origin]
      return sendPage(res, status, linkPage({ ...view, provider, formTargets }))
    }
    const identity = identityView(await owned(req, session))
    return sendPage(res, status, unlinkPage({ ...view, identity }))
  }

  /** Runs a form's work once it is clear who sent it, and shows the form again with what is wrong otherwise. */
  async function confirmedForm(
    req: Request,
    res: Response,
    next: Next,
    work: (session: AccountSession) => Promise<void>,
  ) {
    const session = await accountSessions.openForm(req, res)
    const confirmed = textOf(req, 'confirmed')
    const refusal = await reAuthentication.refusal(req, res, session)
    if (refusal) {
      const hasPassword = session.player.passwordHash !== null
      const why =
        hasPassword && refusal.status === 422 ? { fieldErrors: { current_password: refusal.message } } : refusal
      return void (await show(req, res, session, next, why, refusal.status))
    }
    try {
      await work(session)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      const why = error.errors.length > 0 ? { fieldErrors: fieldErrorsOf(error) } : { message: error.message }
      await show(req, res, session, next, { confirmed, ...why }, 422)
    }
  }

  /** Everything of before has ended; this browser stays. */
  async function goOn(playerId: PlayerId, done: string, req: Request, res: Response): Promise<void> {
    await sessions.begin(await players.byId(playerId), req, res)
    log.info({ player: playerId, done }, 'a way into an account was changed')
    res.redirect(303, donePath(done))
  }

  return {
    async of(playerId) {
      const own = await identities.of(playerId)
      const linkable = upstream.providers.filter(({ id }) => own.every(({ provider }) => provider !== id))
      return { identities: own.map(identityView), linkable }
    },

    async showPassword(req, res) {
      await show(req, res, await accountSessions.require(req, res), 'password', {})
    },
    setPassword: (req, res) =>
      confirmedForm(req, res, 'password', async ({ player }) => {
        await players.setPassword(player.id, textOf(req, 'new_password'))
        await goOn(player.id, 'password', req, res)
      }),

    async showLink(req, res) {
      const session = await accountSessions.require(req, res)
      await show(req, res, session, `link:${known(req.params.provider).id}`, {})
    },
    link: (req, res) =>
      confirmedForm(req, res, `link:${String(req.params.provider)}`, (session) =>
        upstream.begin(known(req.params.provider).id, pendingLink(session), req, res),
      ),
    async linked(req, res) {
      const session = await accountSessions.require(req, res)
      const proof = await upstream.take(pendingLink(session), '')
      if (!proof) return res.redirect(303, ACCOUNT)
      const outcome = await identities.link(session.player.id, proof)
      const name = providerOf(proof.provider)?.name ?? proof.provider
      if (outcome === 'belongs_to_another') throw belongsToAnother(name)
      if (outcome === 'already_linked') return res.redirect(303, donePath('linked-before'))
      await goOn(session.player.id, 'linked', req, res)
    },

    async showUnlink(req, res) {
      const session = await accountSessions.require(req, res)
      await show(req, res, session, `unlink:${keyOf(await owned(req, session))}`, {})
    },
    unlink: (req, res) =>
      confirmedForm(req, res, `unlink:${String(req.params.identity)}`, async (session) => {
        const outcome = await identities.unlink(session.player.id, await owned(req, session))
        if (outcome === 'last_way_in') throw new PageError(422, LAST_WAY_IN)
        await goOn(session.player.id, 'unlinked', req, res)
      }),

    async confirm(req, res) {
      const session = await accountSessions.require(req, res)
      const next = nextIn(req)
      if (!next) throw new PageError(404, NOTHING_HERE)
      await upstream.begin(known(req.params.provider).id, pendingConfirmation(session, next), req, res)
    },
    async confirmed(req, res) {
      const session = await accountSessions.require(req, res)
      const next = nextIn(req)
      const proof = next && (await upstream.take(pendingConfirmation(session, next), ''))
      if (!next || !proof) return res.redirect(303, ACCOUNT)
      const own = await identities.of(session.player.id)
      if (!own.some((identity) => keyOf(identity) === keyOf(proof))) throw new PageError(403, SOMEBODY_ELSE)
      req.params.identity = next.startsWith('unlink:') ? next.slice('unlink:'.length) : ''
      await show(req, res, session, next, { confirmed: reAuthentication.prove(session) })
    },
  }
}

/** Names an identity in addresses and forms. */
function keyOf(identity: IdentityId): string {
  return createHash('sha256').update(identityKey(identity)).digest('base64url').slice(0, 22)
}

function nextIn({ query }: Request): Next | null {
  const next = query.next
  if (typeof next !== 'string') return null
  return next === 'password' || /^link:[a-z0-9-]+$/.test(next) || /^unlink:[\w-]+$/.test(next) ? (next as Next) : null
}

function belongsToAnother(name: string): PageError {
  return new PageError(409, {
    title: `That account of ${name} is taken`,
    message: `Somebody here signs in with it already. Accounts are never merged: sign in with it to use that one, or add another account of ${name}.`,
    action: { href: ACCOUNT, label: 'Back to your account' },
  })
}

const LAST_WAY_IN = {
  title: 'This is your only way in',
  message: 'Without it nobody could sign in to your account any more. Set a password or add another way first.',
  action: { href: ACCOUNT, label: 'Back to your account' },
}

const SOMEBODY_ELSE = {
  title: 'That was somebody else',
  message: 'You signed in with an account that is not one of yours here. Nothing was changed.',
  action: { href: ACCOUNT, label: 'Back to your account' },
}

const NOTHING_HERE = {
  title: 'Nothing here',
  message: 'This is not one of your ways to sign in, or not any more.',
  action: { href: ACCOUNT, label: 'Back to your account' },
}
