import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createController } from '../../../client/lobby/controller.ts'
import type { LobbyState } from '../../../client/lobby/state.ts'
import { type AuthorizationServer, anAuthorizationServer } from '../../support/client/authorization-server.ts'
import { openClient } from '../../support/client/open-client.ts'
import { aTab, type Tab } from '../../support/client/tab.ts'

describe('a lobby whose page signs its players in', () => {
  let server: AuthorizationServer
  let tab: Tab
  beforeEach(async () => {
    tab = aTab()
    server = await anAuthorizationServer(({ path }) => ({
      status: 200,
      body: path.endsWith('/events.json')
        ? { events: [], last_seq: 0, gap: false }
        : { matches: [], meta: { count: 0, next_page: null, prev_page: null } },
    }))
  })
  afterEach(() => server.close())

  /** A lobby whose portal gives these tokens, one after the other; what it shows. */
  function aLobby(tokens: string[]) {
    const states: LobbyState[] = []
    const subjectToken = async () => {
      const token = tokens.shift()
      if (token === undefined) throw new Error('nobody is signed in at the portal')
      return token
    }
    const ante = openClient({ server: server.origin, clientId: 'a-game', subjectToken }, tab)
    const controller = createController({
      ante,
      gameId: 1,
      currency: 'GBP',
      signsIn: false,
      changed: (state) => states.push(state),
      began: () => {},
    })
    return { ante, controller, shown: () => states.at(-1) }
  }

  it('[CL34] goes to the stakes by itself, and opens no window', async () => {
    const { controller, shown, ante } = aLobby(['of-the-portal'])
    await controller.start()
    expect(shown()).toMatchObject({ view: { name: 'lobby' }, balance: 500, problem: null, player: { username: 'ada' } })
    expect(tab.popup).toBeNull()
    controller.close()
    ante.close()
  })

  it('[CL34] says that nobody is signed in, and tries again by its button', async () => {
    const tokens: string[] = []
    const { controller, shown, ante } = aLobby(tokens)
    await controller.start()
    expect(shown()).toMatchObject({ view: { name: 'signed-out' }, problem: 'failed' })
    tokens.push('of-the-portal')
    await controller.signIn()
    expect(shown()).toMatchObject({ view: { name: 'lobby' }, problem: null })
    expect(tab.popup).toBeNull()
    controller.close()
    ante.close()
  })
})
