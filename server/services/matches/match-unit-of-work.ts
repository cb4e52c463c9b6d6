import { Problem } from '@ante/shared'
import type { Heartbeat } from '../core/heartbeat.ts'
import type { UnitOfWork } from '../core/unit-of-work.ts'
import type { DowntimeCompensation } from './downtime-compensation.ts'

/** The refusals that tell a player that an attempt is over, possibly by its deadline alone. */
const ATTEMPT_IS_OVER: ReadonlySet<string> = new Set(['result_too_late', 'cannot_prolong_match'])

/**
 * The unit of work for what depends on deadlines. It compensates for downtime before each decision. Before it tells a
 * player that an attempt is over it records a heartbeat; otherwise, after a crash, the next start would count the attempt
 * as open and give it time again.
 */
export function createMatchUnitOfWork(dependencies: {
  unitOfWork: UnitOfWork
  downtime: Pick<DowntimeCompensation, 'compensate'>
  heartbeat: Pick<Heartbeat, 'record'>
}): UnitOfWork {
  const { unitOfWork, downtime, heartbeat } = dependencies
  return {
    run: (decide, options) =>
      unitOfWork.run(async (tries) => {
        const compensating = downtime.compensate()
        if (compensating) await compensating
        try {
          return await decide(tries)
        } catch (error) {
          if (error instanceof Problem && ATTEMPT_IS_OVER.has(error.code)) await heartbeat.record()
          throw error
        }
      }, options),
  }
}
