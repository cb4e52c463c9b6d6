import { createAnte } from '@ante/client'
import { startApp } from './app.ts'
import { createStage } from './drawing/stage.ts'
import { createRoundRecords } from './game/round-records.ts'
import { loadConfig } from './page/config.ts'
import { pageQuery } from './page/page-query.ts'
import { createSound } from './page/sound.ts'
import { troubleScreen } from './screens/trouble.ts'
import { skillFrom } from './simulation/autoplay.ts'

function find<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const element = document.getElementById(id)
  if (!(element instanceof kind)) throw new Error(`The page has no #${id}.`)
  return element
}

function openStorage(): Storage | null {
  try {
    return localStorage
  } catch {
    return null
  }
}

async function start(): Promise<void> {
  const root = find('app', HTMLElement)
  const config = await loadConfig().catch(() => null)
  if (config === null) {
    root.replaceChildren(troubleScreen('The game could not be loaded.', () => location.reload()).element)
    return
  }
  const query = pageQuery()
  const storage = openStorage()
  await startApp({
    root,
    ante: createAnte({ server: config.server, clientId: config.clientId }),
    config,
    stage: createStage(find('stage', HTMLCanvasElement)),
    records: createRoundRecords(storage),
    sound: createSound(storage),
    skill: skillFrom(new URLSearchParams(query)),
    query,
  })
}

void start()
