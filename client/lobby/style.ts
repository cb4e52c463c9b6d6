/** Style sheet of the lobby. A page can set the custom properties that begin with `--ante-`. */
export const STYLE = `
:host {
  --accent: var(--ante-accent, #14785a);
  --on-accent: var(--ante-on-accent, #fff);
  --surface: var(--ante-surface, #fff);
  --text: var(--ante-text, #14201b);
  --soft: var(--ante-soft-text, #55635c);
  --line: var(--ante-line, #d5ded9);
  --danger: var(--ante-danger, #b3261e);
  --radius: var(--ante-radius, 0.75rem);
  display: block;
  box-sizing: border-box;
  max-width: 34rem;
  color: var(--text);
  font: 1rem/1.5 var(--ante-font, system-ui, sans-serif);
  text-align: start;
}
:host([hidden]) { display: none }
@media (prefers-color-scheme: dark) {
  :host {
    --accent: var(--ante-accent, #4ccf9f);
    --on-accent: var(--ante-on-accent, #06281c);
    --surface: var(--ante-surface, #16211c);
    --text: var(--ante-text, #e9f2ed);
    --soft: var(--ante-soft-text, #a3b5ac);
    --line: var(--ante-line, #33443c);
    --danger: var(--ante-danger, #ff9d94);
  }
}
* { box-sizing: border-box }
h2, h3, p, ul, dl, dd { margin: 0; padding: 0 }
/* Words and amounts keep their own direction in a page of the other one. */
h2, h3, p, button, span, dt, dd, strong, small { unicode-bidi: plaintext }
section, header { background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius) }
section { padding: 1.25rem; margin-block-end: 0.75rem }
header {
  display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 0.75rem;
  padding-block: 0.5rem; padding-inline: 1.25rem 0.5rem; margin-block-end: 0.75rem;
}
[part=player] { flex: 1 1 4rem; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-weight: 600 }
[part=balance] { display: grid; text-align: end; line-height: 1.2; font-weight: 700; font-variant-numeric: tabular-nums }
small { color: var(--soft); font-size: 0.8125rem; font-weight: 400 }
h2 { font-size: 1.35rem; line-height: 1.25 }
h2:focus { outline: none }
h3 { font-size: 1rem; margin-block-end: 0.5rem }
.line { color: var(--soft); margin-block-start: 0.25rem }
[part=time] { color: var(--text); font-variant-numeric: tabular-nums }
[part=scores] { display: flex; gap: 0.75rem; margin-block-start: 1rem }
[part=scores] div { flex: 1; padding: 0.5rem 0.75rem; border-radius: calc(var(--radius) / 1.5); background: color-mix(in srgb, var(--text) 6%, transparent) }
dt { color: var(--soft); font-size: 0.875rem }
dd { font-size: 1.25rem; font-weight: 700; font-variant-numeric: tabular-nums }
.actions { display: flex; flex-wrap: wrap; gap: 0.5rem; margin-block-start: 1rem }
.actions:empty { display: none }
button {
  min-height: 2.75rem; padding: 0.5rem 1.1rem; border: 1px solid transparent; border-radius: calc(var(--radius) / 1.5);
  font: inherit; font-weight: 600; color: inherit; background: none; cursor: pointer; touch-action: manipulation;
}
button[part=primary], button[part=stake] { background: var(--accent); color: var(--on-accent) }
button[part=stake] { flex: 1 1 6rem }
button[part=secondary] { border-color: var(--line) }
button[part=quiet] { font-weight: 400; color: var(--soft); min-height: 2.5rem; padding-inline: 0.5rem }
button:hover { filter: brightness(1.08) }
button:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; scroll-margin: 12px }
[aria-busy=true] button { opacity: 0.6; cursor: progress }
[part=problem] { color: var(--danger); margin-block-start: 0.75rem }
[part=problem]:empty { display: none }
ul { list-style: none }
li { display: flex; gap: 1rem; justify-content: space-between; padding-block: 0.5rem; border-block-start: 1px solid var(--line) }
li.won { font-weight: 600; color: var(--accent) }
li .stake { color: var(--soft); font-weight: 400; white-space: nowrap; font-variant-numeric: tabular-nums }
@media (prefers-reduced-motion: no-preference) {
  button { transition: filter 0.15s }
}
`
