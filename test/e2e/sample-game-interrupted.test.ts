import { afterAll, beforeAll, describe, it } from 'vitest'
import { leave, type OpenSampleGame, openSampleGame, play, sees, signIn, type Visitor } from '../support/sample-game.ts'

describe('the sample game in a browser, interrupted', { tags: ['chromium'] }, () => {
  let game: OpenSampleGame
  beforeAll(async () => {
    game = await openSampleGame()
  })
  afterAll(() => game.close())

  it('[EE3] plays on without a connection, and sends the score when it is back', async () => {
    const [strong, weak] = await game.signedIn('strong', 'weak')
    await play(weak)
    await sees(weak, 'Waiting for an opponent')
    await play(strong)
    await strong.page
      .getByText(/press space or tap/i)
      .first()
      .waitFor()
    await strong.context.setOffline(true)
    await sees(strong, 'Sending your score')
    await strong.page.getByText('Saved here, not sent yet').waitFor()
    await strong.context.setOffline(false)
    await Promise.all([sees(strong, 'You won £5.00'), sees(weak, 'You lost £5.00')])
    // A lost connection is what Chromium itself reports; nothing else may be.
    strong.complaints.splice(
      0,
      strong.complaints.length,
      ...strong.complaints.filter((line) => !/ERR_INTERNET_DISCONNECTED|WebSocket/.test(line)),
    )
    await leave(strong, weak)
  })

  it('[EE5] is where it was after a reload while waiting, and learns how it ended', async () => {
    const [waiting, other] = await game.signedIn('strong', 'weak')
    await play(waiting)
    await sees(waiting, 'Waiting for an opponent')
    await waiting.page.reload()
    await sees(waiting, 'Waiting for an opponent')
    await play(other)
    await Promise.all([sees(waiting, 'You won £5.00'), sees(other, 'You lost £5.00')])
    await leave(waiting, other)
  })

  it('[EE6] goes on with the same round after a reload in the middle of it', async () => {
    const [playing, other] = await game.signedIn('strong', 'weak')
    await play(playing)
    await playing.page
      .getByText(/press space or tap/i)
      .first()
      .waitFor()
    await playing.page.waitForTimeout(2_000)
    await playing.page.reload()
    await sees(playing, 'Waiting for an opponent')
    await play(other)
    await Promise.all([sees(playing, 'You won £5.00'), sees(other, 'You lost £5.00')])
    await leave(playing, other)
  })

  it('[EE9] keeps a round to one tab, and lets another tab take it over', async () => {
    const visitor = await game.visit('weak')
    await signIn(visitor)
    await play(visitor)
    await visitor.page
      .getByText(/press space or tap|plays itself/i)
      .first()
      .waitFor()
    const other: Visitor = { ...visitor, page: await visitor.context.newPage() }
    await other.page.goto(`${game.url}?autoplay=weak`)
    await sees(other, 'Your round is open in another tab')
    await other.page.getByRole('button', { name: 'Play here instead' }).click()
    await sees(visitor, 'Your round is open in another tab')
    // The end of the match, or the wait for an opponent: matches of other tests may be open.
    await other.page.locator('body[data-screen="match"]').waitFor({ timeout: 45_000 })
    await leave(visitor)
  })
})
