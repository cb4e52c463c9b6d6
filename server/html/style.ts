/** The look of every page that the runtime serves: calm, one green, light and dark. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #f4f3ee; --felt: #e6ece5; --card: #ffffff; --ink: #16211c; --soft: #55635b; --line: #dfe2db; --field: #858f88;
  --accent: #0f6b51; --accent-strong: #0a523e; --on-accent: #ffffff; --tint: #e9f3ee;
  --alarm: #a12a1e; --alarm-tint: #fcefec; --gold: #8a6414; --gold-tint: #faf3e0;
  --shadow: 0 1px 2px rgb(22 33 28 / 6%), 0 12px 32px -12px rgb(22 33 28 / 18%);
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0e1512; --felt: #13201a; --card: #17211c; --ink: #e8eee9; --soft: #a2b0a8; --line: #2a3831; --field: #6b7a72;
    --accent: #4fc79a; --accent-strong: #77d9b3; --on-accent: #06231a; --tint: #1a2e26;
    --alarm: #ff9e8f; --alarm-tint: #35201d; --gold: #e2bd6a; --gold-tint: #2c2617;
    --shadow: 0 1px 2px rgb(0 0 0 / 30%), 0 16px 40px -16px rgb(0 0 0 / 60%);
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; min-height: 100vh; min-height: 100dvh; display: flex; flex-direction: column; color: var(--ink);
  background: radial-gradient(120% 70% at 50% 0%, var(--felt) 0%, var(--ground) 70%) no-repeat var(--ground);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
[hidden] { display: none !important; }
h1, h2, p, ul, form, fieldset { margin: 0; padding: 0; }
h1 { font-size: 1.5rem; line-height: 1.2; letter-spacing: -0.015em; font-weight: 680; text-wrap: balance; }
h2 { font-size: 1.125rem; line-height: 1.3; font-weight: 650; }
a { color: var(--accent); text-underline-offset: 0.15em; }
a:hover { color: var(--accent-strong); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 6px; scroll-margin: 0.75rem; }
strong { font-weight: 650; overflow-wrap: anywhere; }
.soft { color: var(--soft); }
.small { font-size: 0.875rem; line-height: 1.45; }
.top { display: flex; justify-content: center; padding: 1.5rem 1.25rem 1rem; }
.brand { display: inline-flex; align-items: center; gap: 0.5rem; font-weight: 700; letter-spacing: -0.01em; color: inherit; text-decoration: none; }
.brand svg { width: 1.5rem; height: 1.5rem; color: var(--accent); }
.narrow { width: 100%; max-width: 26rem; margin: 0 auto; padding: 0 1rem; flex: 1; }
.card {
  background: var(--card); border: 1px solid var(--line); border-radius: 16px; box-shadow: var(--shadow);
  padding: 1.5rem; display: grid; gap: 1.125rem;
}
.foot > * + * { margin-top: 0.75rem; }
.foot { padding: 1.125rem 1.25rem 1.5rem; text-align: center; color: var(--soft); }
.app { display: flex; gap: 0.875rem; align-items: center; min-width: 0; }
.app > div { min-width: 0; display: grid; gap: 0.125rem; }
.app p { overflow-wrap: anywhere; }
.logo {
  flex: none; width: 3rem; height: 3rem; border-radius: 12px; border: 1px solid var(--line); background: var(--tint);
  display: grid; place-items: center; font-weight: 700; font-size: 1.25rem; color: var(--accent); object-fit: cover; overflow: hidden;
}
.stack { display: grid; gap: 0.875rem; }
.field + button { margin-top: 0.375rem; }
.field { display: grid; gap: 0.375rem; }
.field label { font-weight: 600; font-size: 0.9375rem; }
.field .hint { color: var(--soft); font-size: 0.875rem; line-height: 1.4; }
.field .wrong { color: var(--alarm); font-size: 0.875rem; line-height: 1.4; }
input:not([type=checkbox]) {
  width: 100%; min-height: 2.875rem; padding: 0.5rem 0.75rem; font: inherit; font-size: 1rem; color: inherit;
  background: var(--card); border: 1px solid var(--field); border-radius: 10px;
}
input:not([type=checkbox]):focus-visible { outline-offset: 0; border-color: var(--accent); border-radius: 10px; }
input[aria-invalid=true] { border-color: var(--alarm); }
input[type=checkbox] { flex: none; width: 1.25rem; height: 1.25rem; margin: 0.125rem 0 0; accent-color: var(--accent); }
button, .button {
  display: inline-flex; align-items: center; justify-content: center; width: 100%; min-height: 2.875rem; padding: 0.5rem 1rem;
  font: inherit; font-weight: 620; border-radius: 10px; border: 1px solid transparent; cursor: pointer; text-decoration: none;
  transition: background-color 0.12s, border-color 0.12s;
}
button:focus-visible, .button:focus-visible { border-radius: 10px; }
.primary, .primary:hover { background: var(--accent); color: var(--on-accent); }
.primary:hover { background: var(--accent-strong); }
.secondary, .secondary:hover { background: transparent; border-color: var(--field); color: var(--ink); }
.secondary:hover { background: var(--tint); }
.link, .link:hover { display: inline-block; width: auto; min-height: 0; margin: -0.25rem 0; padding: 0.25rem 0; border: 0; background: none; color: var(--accent); font-weight: 600; text-decoration: underline; text-underline-offset: 0.15em; }
.link:hover { color: var(--accent-strong); }
.decide {
  display: grid; gap: 0.625rem; grid-template-columns: 1fr 1fr; position: sticky; bottom: 0;
  margin: 0 -0.25rem -0.25rem; padding: 0.5rem 0.25rem 0.75rem; background: var(--card);
}
.rule { display: flex; align-items: center; gap: 0.75rem; color: var(--soft); font-size: 0.875rem; }
.rule::before, .rule::after { content: ""; flex: 1; border-top: 1px solid var(--line); }
.alarm { padding: 0.75rem 0.875rem; border-radius: 10px; background: var(--alarm-tint); color: var(--alarm); font-size: 0.9375rem; line-height: 1.45; }
.note { padding: 0.625rem 0.875rem; border-radius: 10px; background: var(--gold-tint); color: var(--gold); font-size: 0.875rem; line-height: 1.45; }
.done { padding: 0.75rem 0.875rem; border-radius: 10px; background: var(--tint); color: var(--accent); font-size: 0.9375rem; line-height: 1.45; }
.sections { display: grid; gap: 1rem; align-content: start; flex: 1; }
.lead { display: grid; gap: 0.125rem; }
.sections > .lead { padding: 0 0.25rem 0.25rem; }
.keep { border-color: var(--accent); }
.parted { border-top: 1px solid var(--line); padding-top: 1rem; }
.rows { list-style: none; display: grid; }
.rows > li { display: flex; align-items: center; gap: 0.875rem; padding: 0.75rem 0; }
.rows > li + li { border-top: 1px solid var(--line); }
.rows > li:first-child { padding-top: 0; }
.rows > li:last-child { padding-bottom: 0; }
.rows .connected { display: grid; grid-template-columns: auto 1fr; align-items: start; row-gap: 0.625rem; }
.rows .connected > form { grid-column: 2; justify-self: start; }
.rows .connected > .limit { grid-column: 2; display: grid; gap: 0.5rem; }
.what { flex: 1; min-width: 0; display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.125rem; }
.what ul { list-style: none; }
.compact { width: auto; flex: none; min-height: 2.75rem; padding: 0.375rem 0.875rem; font-size: 0.9375rem; }
.danger, .danger:hover { color: var(--alarm); }
.primary.danger, .primary.danger:hover { background: var(--alarm); color: var(--card); }
.secondary.danger:hover { background: var(--alarm-tint); border-color: var(--alarm); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.code { padding: 0.75rem; border: 1px dashed var(--field); border-radius: 12px; background: var(--tint); text-align: center; font: 600 1.75rem/1.2 ui-monospace, "SFMono-Regular", Menlo, monospace; letter-spacing: 0.08em; }
.check { display: flex; gap: 0.625rem; align-items: baseline; cursor: pointer; }
.who { padding-top: 0.625rem; border-top: 1px solid var(--line); }
.grants { list-style: none; display: grid; border: 1px solid var(--line); border-radius: 12px; }
.grants li + li { border-top: 1px solid var(--line); }
.grants label, .grants .given { display: flex; gap: 0.75rem; padding: 0.625rem 0.875rem; }
.grants label { cursor: pointer; }
.grants label:hover { background: var(--tint); }
.grants li:first-child label { border-radius: 11px 11px 0 0; }
.grants li:last-child label { border-radius: 0 0 11px 11px; }
form:has(.decide) input { scroll-margin-bottom: 5rem; }
.grants svg { flex: none; width: 1.25rem; height: 1.25rem; margin-top: 0.125rem; color: var(--accent); }
.grants span { display: grid; gap: 0.125rem; }
@media (max-height: 700px) { .top { padding: 0.875rem 1rem 0.625rem; } .card { padding: 1.25rem; gap: 0.875rem; } h1 { font-size: 1.375rem; } }
@media (min-width: 40rem) { .narrow { max-width: 28rem; } .top { padding-top: min(9vh, 5rem); padding-bottom: 1.5rem; } .card { padding: 2rem; } }
@media (forced-colors: active) { button, .button { border-color: ButtonText; } }
@media (prefers-reduced-motion: reduce) { * { transition: none; } }
`
