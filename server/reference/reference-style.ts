/** The reference's own stylesheet: light and dark, from phones to wide screens. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #f4f3ee; --card: #ffffff; --ink: #16211c; --soft: #55635b; --line: #dfe2db;
  --accent: #0f6b51; --tint: #e9f3ee; --code: #eef1ec; --shell: #13201a; --shell-ink: #d8e8df;
  --get: #1d5fc4; --post: #0f6b51; --put: #8a6414; --patch: #743aa6;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0e1512; --card: #17211c; --ink: #e8eee9; --soft: #a2b0a8; --line: #2a3831;
    --accent: #4fc79a; --tint: #1a2e26; --code: #1f2c25; --shell: #0a100d; --shell-ink: #cfe0d6;
    --get: #79b0ff; --post: #4fc79a; --put: #e2bd6a; --patch: #c69bf0;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 1.25rem; }
body {
  margin: 0; background: var(--ground); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
}
a { color: var(--accent); text-underline-offset: .15em; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: .86em; }
code { background: var(--code); padding: .1em .35em; border-radius: 4px; overflow-wrap: anywhere; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--card); padding: .5rem 1rem; z-index: 1; }
.layout { display: grid; grid-template-columns: 17.5rem minmax(0, 1fr); max-width: 76rem; margin: 0 auto; }
.side { position: sticky; top: 0; height: 100vh; overflow-y: auto; padding: 2rem 1rem 2rem 1.5rem; }
.brand { font-size: 1.35rem; font-weight: 750; letter-spacing: -.02em; text-decoration: none; color: var(--ink); }
.brand span { color: var(--accent); }
.calls h2 { font-size: .74rem; text-transform: uppercase; letter-spacing: .07em; color: var(--soft); margin: 1.4rem 0 .3rem; }
.calls ul { list-style: none; margin: 0; padding: 0; }
.calls li a {
  display: flex; gap: .6rem; align-items: baseline; padding: .22rem .5rem; margin-left: -.5rem; border-radius: 6px;
  color: var(--ink); text-decoration: none; font-size: .92rem; line-height: 1.35;
}
.calls li a:hover { background: var(--tint); }
.menu { display: none; }
main { padding: 2rem 1.5rem 6rem; min-width: 0; }
main > header p { max-width: 44rem; }
h1 { font-size: 2rem; letter-spacing: -.02em; line-height: 1.15; margin: 0 0 .6rem; }
section > h2 { font-size: 1.45rem; letter-spacing: -.01em; margin: 3rem 0 .3rem; }
section > p { color: var(--soft); margin: 0 0 1rem; max-width: 44rem; }
.card {
  background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1.1rem 1.25rem 1.25rem;
  margin: 1rem 0; scroll-margin-top: 1.25rem;
}
.card:target { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); }
.card h3 { margin: 0; font-size: 1.08rem; }
.card h3 a { color: inherit; text-decoration: none; }
.card h3 a:hover { text-decoration: underline; }
.card h4 { margin: 1.2rem 0 .4rem; font-size: .74rem; text-transform: uppercase; letter-spacing: .07em; color: var(--soft); }
.line { display: flex; flex-wrap: wrap; gap: .4rem .7rem; align-items: center; margin: .45rem 0 0; }
.line > code { background: none; padding: 0; font-size: .92rem; }
.method { font: 700 .7rem/1 ui-monospace, Menlo, Consolas, monospace; letter-spacing: .03em; min-width: 2.9rem; }
.method.get { color: var(--get); } .method.post { color: var(--post); }
.method.put { color: var(--put); } .method.patch { color: var(--patch); }
.line .method { border: 1px solid currentColor; border-radius: 5px; padding: .3rem .4rem; min-width: 0; }
.access { font-size: .82rem; color: var(--soft); margin-left: auto; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
caption { position: absolute; left: -100rem; }
thead th { font-size: .74rem; text-transform: uppercase; letter-spacing: .05em; color: var(--soft); }
th, td { text-align: left; vertical-align: top; padding: .42rem .8rem .42rem 0; border-bottom: 1px solid var(--line); font-weight: 400; }
tbody tr:last-child > * { border-bottom: 0; }
th[scope=row] { white-space: nowrap; }
th small { color: var(--soft); }
.type { white-space: nowrap; color: var(--soft); }
.limit { color: var(--soft); }
pre {
  background: var(--shell); color: var(--shell-ink); border-radius: 8px; padding: .85rem 1rem; margin: 0;
  overflow-x: auto; line-height: 1.5; tab-size: 2;
}
pre code { background: none; padding: 0; border-radius: 0; overflow-wrap: normal; }
.answers { list-style: none; margin: 0; padding: 0; }
.answers > li { display: flex; gap: .8rem; padding: .3rem 0; font-size: .92rem; }
.answers > li > div { min-width: 0; flex: 1; }
.answers table { margin-top: .2rem; }
.status { font: 700 .86rem/1.8 ui-monospace, Menlo, Consolas, monospace; min-width: 2.2rem; color: var(--soft); }
.status.good { color: var(--accent); }
details { margin-top: .6rem; }
summary { cursor: pointer; color: var(--accent); font-size: .92rem; }
details[open] > summary { margin-bottom: .5rem; }
@media (max-width: 60rem) {
  .layout { display: block; }
  .side { display: none; }
  .menu {
    display: block; position: sticky; top: 0; z-index: 1; margin: 0; background: var(--card);
    border-bottom: 1px solid var(--line); padding: .7rem 1rem;
  }
  .menu summary { font-weight: 650; font-size: 1rem; }
  .menu .calls { max-height: 70vh; overflow-y: auto; }
  .calls li a { padding: .5rem; }
  html { scroll-padding-top: 4rem; }
  .card { scroll-margin-top: 4rem; padding: 1rem; }
  main { padding: 1.25rem 1rem 5rem; }
  h1 { font-size: 1.6rem; }
}
@media (max-width: 36rem) {
  table, tbody, tr, tbody th, td { display: block; }
  thead { display: none; }
  tbody tr { padding: .5rem 0; border-bottom: 1px solid var(--line); }
  tbody tr:last-child { border-bottom: 0; }
  tbody th, td { border: 0; padding: .05rem 0; }
  th[scope=row], .type { white-space: normal; }
  .access { margin-left: 0; width: 100%; }
}
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
`
