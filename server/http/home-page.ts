import { html } from '../html/html.ts'
import type { Page } from '../html/page.ts'

/** The page at the runtime's root address. */
export function homePage({ demoUrl }: { demoUrl: string | null }): Page {
  return {
    title: 'Running',
    body: html`<main class="narrow"><div class="card">
<h1>Ante is running</h1>
<p class="soft">Games that are registered here let their players put up stakes, play when they like, and be paid the moment both scores are in.</p>
${
  demoUrl !== null &&
  html`<p class="note">This is a demo: all of its money is play money, worth nothing.</p>
<a class="button primary" href="${demoUrl}">Play the sample game</a>`
}
<p><a href="${'/account'}">Your account</a>: games that have access, your password, sign out everywhere.</p>
<p><a href="${'/docs'}">Reference of every call</a></p>
<p class="small soft">For tools: <a href="${'/openapi.json'}">openapi.json</a>. For games: <a href="${'/ante.js'}">ante.js</a>.</p>
</div></main>`,
  }
}
