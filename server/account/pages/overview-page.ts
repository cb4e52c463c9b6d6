import { type Html, html } from '../../html/html.ts'
import type { Page } from '../../html/page.ts'
import { csrfField, field } from '../../html/parts.ts'
import { ACCOUNT_PATHS } from './account-paths.ts'
import { connectionRows } from './connections-section.ts'
import { accountFooter, noticeBox } from './frame.ts'
import type { OverviewView } from './overview-view.ts'
import { signInMethodsSection } from './sign-in-methods-section.ts'

/** Everything that somebody can do with their own account. */
export function overviewPage(view: OverviewView): Page {
  const { player, connections, demo, notice } = view
  const imageOrigins = connections.flatMap(({ client: { logoUri } }) =>
    logoUri === null ? [] : new URL(logoUri).origin,
  )
  return {
    title: 'Your account',
    imageOrigins: [...new Set(imageOrigins)],
    body: html`<main class="narrow sections">
<div class="lead"><h1>Your account</h1><p class="soft">${
      player.guest
        ? html`You play as a guest, <strong>${player.nickname}</strong>.`
        : html`Signed in as <strong>${player.username}</strong>.`
    }</p></div>
${noticeBox(notice)}
${player.guest && upgradeGuestSection()}
${profileSection(view)}
<section class="card" aria-labelledby="games">
<h2 id="games">Games you let in</h2>
${connectionRows(view)}
</section>
${!player.guest && signInMethodsSection(view)}
${sessionsSection(view)}
</main>
${accountFooter(demo)}`,
  }
}

function upgradeGuestSection(): Html {
  return html`<section class="card keep" aria-labelledby="keep">
<h2 id="keep">Keep your account</h2>
<p>A guest’s account is lost when this browser forgets it. Choose a username and a password, and you can come back from anywhere. Your matches and your money stay yours.</p>
<a class="button primary" href="${ACCOUNT_PATHS.upgradeGuest}">Keep your account</a>
</section>`
}

function profileSection({ player, csrfToken, nickname, wrongNickname }: OverviewView): Html {
  return html`<section class="card" aria-labelledby="profile">
<h2 id="profile">Profile</h2>
<form class="stack" method="post" action="${ACCOUNT_PATHS.profile}">
${csrfField(csrfToken)}
${field({
  name: 'nickname',
  label: 'Display name',
  type: 'text',
  autocomplete: 'nickname',
  value: nickname ?? player.nickname,
  hint: 'What other players see.',
  wrong: wrongNickname,
  focus: wrongNickname !== undefined,
})}
<button class="secondary" type="submit">Save</button>
</form>
</section>`
}

function sessionsSection({ player, csrfToken }: OverviewView): Html {
  const lost = player.guest && html` You cannot come back as this guest.`
  return html`<section class="card" aria-labelledby="sessions">
<h2 id="sessions">Sign out</h2>
<form class="stack" method="post" action="${ACCOUNT_PATHS.signOut}">
${csrfField(csrfToken)}
<p class="small soft">Games that you let in stay signed in.${lost}</p>
<button class="secondary" type="submit">Sign out here</button>
</form>
<form class="stack parted" method="post" action="${ACCOUNT_PATHS.signOutEverywhere}">
${csrfField(csrfToken)}
<p class="small soft">Ends every session in every browser, and disconnects every game. Do this if something looks odd.${lost}</p>
<button class="secondary danger" type="submit">Sign out everywhere</button>
</form>
</section>`
}
