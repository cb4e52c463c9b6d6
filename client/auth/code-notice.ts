import type { CodePrompt } from '../api/options.ts'
import { addStyle, h } from '../environment/dom.ts'
import { NOTICE_STYLE } from './notice-style.ts'
import { noticeWordsOf } from './notice-words.ts'

/** A small notice over the page, with the link and the code of a sign-in. */
export interface CodeNotice {
  /** Shows the code in place of an earlier one. */
  show(prompt: CodePrompt): void
  /** Takes the notice down and gives the focus back. */
  remove(): void
}

/** Creates the notice. It is not shown yet; where there is no page, it never is. */
export function createCodeNotice(): CodeNotice {
  let host: HTMLElement | null = null
  let focusedBefore: Element | null = null

  return {
    show(prompt) {
      if (typeof document === 'undefined') return
      if (!host) {
        focusedBefore = document.activeElement
        host = h('div', { popover: 'manual' })
        host.attachShadow({ mode: 'open' })
        document.body.append(host)
        // In the top layer it is seen over a game in full screen too, where the browser has this layer for pages.
        host.showPopover?.()
      }
      const root = host.shadowRoot
      if (!root) return
      const link = h('a', { href: prompt.url, target: '_blank', rel: 'noopener' })
      root.replaceChildren(dialog(prompt, link))
      addStyle(root, NOTICE_STYLE)
      // For a keyboard and a remote control: the notice is the last thing in the page.
      link.focus({ preventScroll: true })
    },
    remove() {
      const hadFocus = host !== null && document.activeElement === host
      host?.remove()
      host = null
      if (hadFocus && focusedBefore instanceof HTMLElement) focusedBefore.focus({ preventScroll: true })
    },
  }
}

function dialog({ code, url, cancel }: CodePrompt, link: HTMLElement): HTMLElement {
  const { words, language } = noticeWordsOf([document.documentElement.lang, ...navigator.languages])
  const { host, pathname } = new URL(url)
  const [before, after] = words.type.split('{page}')
  link.append(words.open)
  const keys = (event: Event) => {
    // The game under the notice would take the keys as its own.
    event.stopPropagation()
    if (event instanceof KeyboardEvent && event.key === 'Escape') cancel()
  }
  return h(
    'div',
    {
      role: 'dialog',
      lang: language,
      dir: 'ltr',
      'aria-labelledby': 'heading',
      'aria-describedby': 'text',
      keydown: keys,
    },
    h('h2', { id: 'heading' }, words.heading),
    h('p', { id: 'text' }, words.text),
    h('p', { class: 'code', translate: 'no' }, code),
    h('div', { class: 'buttons' }, link, h('button', { type: 'button', click: cancel }, words.cancel)),
    h('p', { class: 'type' }, before ?? '', h('strong', { translate: 'no' }, host + pathname), after ?? ''),
  )
}
