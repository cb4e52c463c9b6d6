/** Style sheet of the notice. */
export const NOTICE_STYLE = `
:host {
  all: initial; position: fixed; inset: auto 0 0; z-index: 2147483647; display: block; padding: 0.75rem;
  width: auto; height: auto; margin: 0; border: 0; background: none; overflow: visible; pointer-events: none;
}
[role=dialog] {
  --accent: #14785a; --on-accent: #fff; --surface: #fff; --text: #14201b; --soft: #55635c; --line: #d5ded9; --tint: #eef5f1;
  pointer-events: auto; box-sizing: border-box; width: 100%; max-width: 24rem; max-height: calc(100vh - 1.5rem); overflow: auto;
  margin: 0 auto; padding: 1.125rem; display: grid; gap: 0.75rem; text-align: start; color: var(--text); background: var(--surface);
  border: 1px solid var(--line); border-radius: 1rem; box-shadow: 0 1rem 3rem rgb(0 0 0 / 35%); font: 1rem/1.45 system-ui, sans-serif;
}
@media (prefers-color-scheme: dark) {
  [role=dialog] {
    --accent: #4ccf9f; --on-accent: #06281c; --surface: #16211c; --text: #e9f2ed; --soft: #a3b5ac; --line: #33443c; --tint: #1f2f27;
  }
}
h2, p { margin: 0 }
h2 { font-size: 1.1875rem; line-height: 1.25 }
p { font-size: 0.9375rem }
.code {
  padding: 0.5rem; border-radius: 0.625rem; background: var(--tint); text-align: center; user-select: all;
  font: 700 1.625rem/1.2 ui-monospace, Menlo, Consolas, monospace; letter-spacing: 0.08em;
}
.type { color: var(--soft); font-size: 0.875rem; overflow-wrap: anywhere }
.type strong { color: var(--text) }
.buttons { display: flex; flex-wrap: wrap; gap: 0.5rem }
a, button {
  box-sizing: border-box; min-height: 2.75rem; padding: 0.5rem 1rem; display: grid; place-items: center; text-align: center; cursor: pointer;
  border: 1px solid var(--line); border-radius: 0.625rem; font: inherit; font-weight: 600; color: inherit; background: none; text-decoration: none;
}
a { flex: 1 1 12rem; color: var(--on-accent); background: var(--accent); border-color: transparent }
button { flex: 1 0 auto }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
`
