type Child = Node | string | null

/** Creates an element. A page can style it by its `part`, with `::part()`. */
export function h(
  tag: string,
  attributes: Readonly<Record<string, string | boolean | null | ((event: Event) => void)>>,
  ...children: Child[]
): HTMLElement {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value)
    else if (value !== null && value !== false) element.setAttribute(name, value === true ? '' : value)
  }
  element.append(...children.filter((child): child is Node | string => child !== null))
  return element
}

/** Adds a style sheet to a shadow root: as an object if the browser supports it, because a page's policy may forbid style elements. */
export function addStyle(root: ShadowRoot, style: string): void {
  if (root.adoptedStyleSheets?.length || root.querySelector('style')) return
  try {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(style)
    root.adoptedStyleSheets = [sheet]
  } catch {
    root.append(h('style', {}, style))
  }
}
