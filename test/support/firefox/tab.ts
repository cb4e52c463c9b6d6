import type { Bidi } from './bidi.ts'

/** A tab, a window or a frame, used as a person uses it. */
export interface FirefoxTab {
  readonly id: string
  goto(url: string): Promise<void>
  /** What an expression gives in the page, promises awaited; it must fit into JSON. */
  evaluate<Value>(expression: string): Promise<Value>
  /** Waits until an expression gives something other than false, null, 0 or nothing. */
  until<Value>(expression: string): Promise<Value>
  /** Waits for a text on the page. */
  untilText(text: string): Promise<void>
  /** Clicks the button of this name with the mouse, once it is there and can be pressed. */
  press(button: string): Promise<void>
  /** Clicks into the field of this label and types. */
  type(label: string, text: string): Promise<void>
  /** The only frame of the page. */
  frame(): Promise<FirefoxTab>
}

/** How long anything is waited for, in milliseconds. */
const PATIENCE = 30_000

/** In the page: every element, those of open shadow roots too. */
const ELEMENTS = `const elements = (root) => [...root.querySelectorAll('*')].flatMap((one) => [one, ...(one.shadowRoot ? elements(one.shadowRoot) : [])])`
const TEXTS = `(() => { ${ELEMENTS}; return [document.body.innerText, ...elements(document).map((one) => one.shadowRoot?.textContent ?? '')].join('\\n') })()`

interface Evaluated {
  readonly type: 'success' | 'exception'
  readonly result?: { readonly value?: string; readonly sharedId?: string }
  readonly exceptionDetails?: { readonly text: string }
}

export function createTab(bidi: Bidi, id: string): FirefoxTab {
  async function run(expression: string): Promise<NonNullable<Evaluated['result']>> {
    const params = { expression, target: { context: id }, awaitPromise: true, resultOwnership: 'none' }
    const { result, exceptionDetails } = await bidi.send<Evaluated>('script.evaluate', params)
    if (!result) throw new Error(exceptionDetails?.text ?? 'the expression gave nothing')
    return result
  }

  async function evaluate<Value>(expression: string): Promise<Value> {
    const { value } = await run(`(async () => JSON.stringify((await (${expression})) ?? null))()`)
    return JSON.parse(value ?? 'null')
  }

  /** Between two pages there is nothing to evaluate in: that counts as not yet. */
  async function retry<Value>(attempt: () => Promise<Value | null>, what: string): Promise<Value> {
    const end = Date.now() + PATIENCE
    let failure: unknown = null
    while (Date.now() < end) {
      const value = await attempt().catch((error: unknown) => {
        failure = error
        return null
      })
      if (value) return value
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    const text = await evaluate(TEXTS).catch(() => failure)
    throw new Error(`waited in vain for ${what} (last failure: ${failure}); the page says:\n${text}`)
  }

  /** Clicks the element that an expression finds. */
  async function click(expression: string, what: string): Promise<void> {
    const sharedId = await retry(async () => (await run(expression)).sharedId ?? null, what)
    const origin = { type: 'element', element: { sharedId } }
    const actions = [
      { type: 'pointerMove', x: 0, y: 0, origin },
      { type: 'pointerDown', button: 0 },
      { type: 'pointerUp', button: 0 },
    ]
    await bidi.send('input.performActions', { context: id, actions: [{ type: 'pointer', id: 'mouse', actions }] })
  }

  return {
    id,
    evaluate,
    async goto(url) {
      await bidi.send('browsingContext.navigate', { context: id, url, wait: 'complete' })
    },
    until: (expression) => retry(() => evaluate(expression), expression),
    async untilText(text) {
      await retry(() => evaluate<boolean>(`${TEXTS}.includes(${JSON.stringify(text)})`), `the text "${text}"`)
    },
    async press(button) {
      const find = `(() => { ${ELEMENTS}; return elements(document).find((one) => one.localName === 'button' && !one.disabled && one.checkVisibility() && one.textContent.trim() === ${JSON.stringify(button)}) })()`
      await click(find, `the button "${button}"`)
    },
    async type(label, text) {
      const find = `[...document.querySelectorAll('label')].find((one) => one.textContent.trim() === ${JSON.stringify(label)})?.control`
      await click(find, `the field "${label}"`)
      const actions = [...text].flatMap((value) => [
        { type: 'keyDown', value },
        { type: 'keyUp', value },
      ])
      await bidi.send('input.performActions', { context: id, actions: [{ type: 'key', id: 'keyboard', actions }] })
    },
    async frame() {
      interface Tree {
        readonly contexts: readonly { readonly children: readonly { readonly context: string }[] }[]
      }
      const frame = await retry(async () => {
        const { contexts } = await bidi.send<Tree>('browsingContext.getTree', { root: id })
        return contexts[0]?.children[0]?.context ?? null
      }, 'a frame')
      return createTab(bidi, frame)
    },
  }
}
