import type { Ante } from '../api/ante.ts'
import type { Attempt } from '../api/attempt.ts'
import type { AnteOptions } from '../api/options.ts'
import { addStyle } from '../environment/dom.ts'
import { createController, type LobbyController } from './controller.ts'
import { loadClient } from './load-client.ts'
import type { LobbyState } from './state.ts'
import { STYLE } from './style.ts'
import { render, type ViewOptions } from './view.ts'
import { wordsOf } from './words/languages.ts'
import type { Words } from './words/words.ts'

const TICK_MS = 500
/** Wait before `/ante.js` is loaded again after a failure. */
const LOAD_AGAIN_MS = 5000

/**
 * `<ante-lobby server="https://ante.example" client="…" game="1" currency="GBP" stakes="100,500">`: sign-in, balance, stakes,
 * waiting, outcome and history. It fires `ante-attempt` with `detail.attempt` when a round begins; the game plays it and calls
 * `detail.attempt.submit(score)`. The attribute `state` has the name of what it shows.
 */
export class AnteLobby extends HTMLElement {
  /** Texts of the page that replace the lobby's own. */
  words: Partial<Words> = {}

  readonly #root = this.attachShadow({ mode: 'open' })
  readonly #content = document.createElement('div')
  #ante: Ante | null = null
  #controller: LobbyController | null = null
  #timer: ReturnType<typeof setInterval> | undefined
  #again: ReturnType<typeof setTimeout> | undefined
  #openAttempt: Attempt | null = null
  #subjectToken: AnteOptions['subjectToken']

  /**
   * Resolves with the signed token of a player whom the page signs in (`AnteOptions.subjectToken`). The lobby then has no sign-in and
   * no sign-out of its own. Setting it starts the lobby anew.
   */
  get subjectToken(): AnteOptions['subjectToken'] {
    return this.#subjectToken
  }

  set subjectToken(subjectToken: AnteOptions['subjectToken']) {
    this.#subjectToken = subjectToken
    if (!this.#controller) return
    this.#end()
    void this.#start()
  }

  connectedCallback(): void {
    // A page may have set it on the tag before this script had defined the element.
    const early = Object.getOwnPropertyDescriptor(this, 'subjectToken')
    if (early && Reflect.deleteProperty(this, 'subjectToken')) this.#subjectToken = early.value
    addStyle(this.#root, STYLE)
    this.#root.append(this.#content)
    this.#timer = setInterval(() => this.#showTimeLeft(), TICK_MS)
    void this.#start()
  }

  disconnectedCallback(): void {
    clearInterval(this.#timer)
    clearTimeout(this.#again)
    this.#end()
    this.#content.remove()
  }

  #end(): void {
    this.#controller?.close()
    this.#ante?.close()
    this.#controller = null
    this.#ante = null
  }

  async #start(): Promise<void> {
    const server = this.#require('server')
    const client = await loadClient(server).catch(() => null)
    if (!this.isConnected || this.#controller) return
    if (client === null) {
      this.#again = setTimeout(() => void this.#start(), LOAD_AGAIN_MS)
      return
    }
    const { createAnte, formatMoney } = client
    const socketPath = this.getAttribute('socket-path')
    const subjectToken = this.#subjectToken
    const signsIn = subjectToken === undefined
    const ante = createAnte({
      server,
      clientId: this.#require('client'),
      ...(socketPath && { socketPath }),
      ...(subjectToken && { subjectToken }),
    })
    const currency = this.#require('currency')
    const languages = this.#languages()
    const { actions, connect } = createActions()
    const options = (): ViewOptions => ({
      words: { ...wordsOf(languages), ...this.words },
      signsIn,
      stakes: this.#require('stakes').split(',').map(Number),
      money: (amount) => formatMoney(amount, currency, languages[0]),
      number: (value) => value.toLocaleString(languages[0]),
      actions,
    })
    const controller = createController({
      ante,
      gameId: Number(this.#require('game')),
      currency,
      signsIn,
      changed: (state) => this.#show(state, options()),
      began: (attempt) => this.#fire(attempt),
    })
    connect(controller, () => this.#openAttempt)
    this.#ante = ante
    this.#controller = controller
    await controller.start()
  }

  #show(state: LobbyState, options: ViewOptions): void {
    const { view } = state
    this.#openAttempt = view.name === 'lobby' ? view.open : null
    const focused = this.#root.activeElement
    this.setAttribute('state', view.name)
    this.#content.replaceChildren(...render(state, options))
    this.#showTimeLeft()
    if (focused) this.#focusAgain(focused)
  }

  /**
   * Keeps the keyboard focus on the same button after a rendering, or moves it to the heading when that button is gone.
   */
  #focusAgain(before: Element): void {
    const buttons = [...this.#content.querySelectorAll<HTMLElement>('button')]
    const same = buttons.find(({ textContent }) => textContent === before.textContent)
    const target = same ?? this.#content.querySelector<HTMLElement>('h2')
    target?.focus()
  }

  #showTimeLeft(): void {
    for (const element of this.#content.querySelectorAll<HTMLElement>('[data-deadline]')) {
      const left = Math.max(0, Number(element.dataset.deadline) - (this.#ante?.now() ?? 0))
      const seconds = Math.ceil(left / 1000)
      const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
      if (element.textContent !== text) element.textContent = text
    }
  }

  #fire(attempt: Attempt): void {
    this.dispatchEvent(new CustomEvent('ante-attempt', { detail: { attempt }, bubbles: true, composed: true }))
  }

  #languages(): string[] {
    const own = this.closest('[lang]')?.getAttribute('lang')
    return [...(own ? [own] : []), ...navigator.languages]
  }

  #require(name: string): string {
    const value = this.getAttribute(name)
    if (value) return value
    throw new Error(`<ante-lobby> needs the attribute "${name}"`)
  }
}

/** The view's actions, connected to a controller that is created later. */
function createActions() {
  let controller: LobbyController | null = null
  let open: () => Attempt | null = () => null
  const actions: ViewOptions['actions'] = {
    signIn: () => void controller?.signIn(),
    signOut: () => void controller?.signOut(),
    play: (stake) => void controller?.play(stake),
    resume() {
      const attempt = open()
      if (attempt) controller?.resume(attempt)
    },
    toLobby: () => void controller?.toLobby(),
  }
  const connect = (connected: LobbyController, openAttempt: () => Attempt | null) => {
    controller = connected
    open = openAttempt
  }
  return { actions, connect }
}
