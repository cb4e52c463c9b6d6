type Child = Node | string | null
type Attributes = Readonly<Record<string, string | number | boolean | ((event: Event) => void)>>

/**
 * Creates an element. `onclick: handler` adds a listener, `true` and `false` set or remove an attribute, other values
 * become its text.
 */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value)
    else if (typeof value === 'boolean') element.toggleAttribute(name, value)
    else element.setAttribute(name, String(value))
  }
  element.append(...children.filter((child) => child !== null))
  return element
}

/** Sets a text only when it differs, so that screen readers do not read it twice. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text
}
