import { describe, expect, it, onTestFinished } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { commitOnStandby, query, startCluster, startStandby } from '../support/postgres/cluster.ts'
import { expectExactly, tryCommit } from '../support/postgres/deposits.ts'
import { openStore } from '../support/postgres/stores.ts'

describe('a primary with a synchronous standby', { tags: ['postgres'] }, () => {
  it('[SC14] loses and doubles nothing when the primary is lost and the standby takes its place', async () => {
    const primary = await startCluster()
    onTestFinished(() => primary.remove())
    const database = await primary.createDatabase()
    const standby = await startStandby(primary.port)
    onTestFinished(() => standby.remove())
    await commitOnStandby(primary)

    const hosts = `127.0.0.1:${primary.port},127.0.0.1:${standby.port}`
    const storage = await openStore(`postgres://ante@${hosts}/${database}`)
    const outcomes = new Map<string, boolean>()
    let isOver = false
    const load = async (worker: number) => {
      for (let n = 0; !isOver; n++) outcomes.set(`${worker} ${n}`, await tryCommit(storage, `${worker} ${n}`))
    }
    const loaded = Promise.all(Array.from({ length: 8 }, (_, worker) => load(worker)))
    const acknowledged = () => [...outcomes.values()].filter((committed) => committed).length
    await eventually(async () => (acknowledged() > 100 ? true : null))
    await primary.stop('immediate')
    await query(standby.url('postgres'), 'SELECT pg_promote()')
    const before = acknowledged()
    await eventually(async () => (acknowledged() > before + 100 ? true : null))
    isOver = true
    await loaded
    expect(outcomes.size).toBeGreaterThan(200)
    await expectExactly(storage, outcomes)
  })
})
