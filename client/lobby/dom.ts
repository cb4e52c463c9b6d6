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
