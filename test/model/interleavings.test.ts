import { describe, expect, it } from 'vitest'
import type { Command, Setup } from './play/commands.ts'
import { History } from './play/history.ts'
import {
  ALICE,
  accept,
  aSetup,
  BOB,
  CAROL,
  create,
  deposit,
  exclude,
  join,
  prolong,
  rules,
  score,
  tick,
  until,
  withdraw,
  wordOf,
} from './play/scenario.ts'
import type { Match, Model } from './reference/model.ts'
import { STORES } from './server/stores.ts'

/** Two calls that meet. */
interface Meeting {
  readonly what: string
  readonly setup?: Setup
  readonly before: readonly Command[]
  readonly both: readonly [Command, Command]
  /** What both may be answered, in any order. */
  readonly answers: readonly (readonly string[])[]
  /** The states of all matches afterwards. */
  readonly states: readonly string[]
}

/** How many turns of the event loop's queue one call may be ahead of the other; a call is decided within these. */
const FARTHEST = 36

const MEETINGS: readonly Meeting[] = [
  {
    what: 'two who accept one match',
    before: [create(ALICE)],
    both: [accept(BOB), accept(CAROL)],
    answers: [['200', 'already_matched']],
    states: ['matched'],
  },
  {
    what: 'an accept and the same accept again, with money for one',
    setup: aSetup({}, { funds: 150 }),
    before: [create(ALICE)],
    both: [accept(BOB), accept(BOB)],
    answers: [['200', '200']],
    states: ['matched'],
  },
  {
    what: 'an accept and the same accept again, where one match is the most',
    setup: aSetup({ max_open: 1 }),
    before: [create(ALICE)],
    both: [accept(BOB), accept(BOB)],
    answers: [['200', '200']],
    states: ['matched'],
  },
  {
    what: 'two who join',
    before: [],
    both: [join(ALICE), join(BOB)],
    answers: [['200', '201']],
    states: ['matched'],
  },
  {
    what: 'one who joins twice under one key',
    before: [],
    both: [join(ALICE, {}, 1), join(ALICE, {}, 1)],
    answers: [['201', '201']],
    states: ['unmatched'],
  },
  {
    what: 'one who creates twice under one key, where one match is the most',
    setup: aSetup({ max_open: 1 }),
    before: [],
    both: [create(ALICE, {}, 1), create(ALICE, {}, 1)],
    answers: [['201', '201']],
    states: ['unmatched'],
  },
  {
    what: 'one who creates twice under one key, with money for one',
    setup: aSetup({}, { funds: 150 }),
    before: [],
    both: [create(ALICE, {}, 1), create(ALICE, {}, 1)],
    answers: [['201', '201']],
    states: ['unmatched'],
  },
  {
    what: 'one who prolongs twice under one key, where once is the most',
    before: [create(ALICE)],
    both: [prolong('challenger', 1), prolong('challenger', 1)],
    answers: [['200', '200']],
    states: ['unmatched'],
  },
  {
    what: 'two scores under one key',
    before: [create(ALICE), accept(BOB)],
    both: [score('challenger', 5, 1), score('challenger', 6, 1)],
    answers: [['200', 'idempotency_key_reused']],
    states: ['matched'],
  },
  {
    what: 'one who creates twice, where one match is the most',
    setup: aSetup({ max_open: 1 }),
    before: [],
    both: [create(ALICE), create(ALICE)],
    answers: [['201', 'too_many_matches']],
    states: ['unmatched'],
  },
  {
    what: 'one who creates and withdraws what that takes',
    before: [],
    both: [create(ALICE), withdraw(ALICE, 1000)],
    answers: [['201', 'insufficient_funds']],
    states: [],
  },
  {
    what: 'two payments of one reference',
    before: [],
    both: [deposit(ALICE, 50), deposit(ALICE, 50)],
    answers: [['201', '201']],
    states: [],
  },
  {
    what: 'two payments of one reference with different content',
    before: [],
    both: [deposit(ALICE, 50), withdraw(ALICE, 50)],
    answers: [['201', 'reference_reused']],
    states: [],
  },
  {
    what: 'both last scores',
    before: [create(ALICE), accept(BOB)],
    both: [score('challenger', 5), score('challenged', 1)],
    answers: [['200', '200']],
    states: ['settled'],
  },
  {
    what: 'two different scores of one player',
    before: [create(ALICE), accept(BOB)],
    both: [score('challenger', 5), score('challenger', 1)],
    answers: [['200', 'score_already_posted']],
    states: ['matched'],
  },
  {
    what: 'a last score and a prolonging of the other side',
    before: [create(ALICE), accept(BOB), score('challenger', 5)],
    both: [score('challenged', 1), prolong('challenged')],
    answers: [
      ['200', '200'],
      ['200', 'cannot_prolong_match'],
    ],
    states: ['settled'],
  },
  {
    what: 'a match that is created while its game is closed',
    before: [],
    both: [create(ALICE), rules({ enabled: false })],
    answers: [
      ['200', '201'],
      ['200', 'game_disabled'],
    ],
    states: [],
  },
  {
    what: 'a match that is created while its player is excluded',
    before: [],
    both: [create(ALICE), exclude(ALICE)],
    answers: [
      ['200', '201'],
      ['200', 'player_excluded'],
    ],
    states: [],
  },
  {
    what: 'an accept and the closing of the game',
    before: [create(ALICE)],
    both: [accept(BOB), rules({ enabled: false })],
    answers: [
      ['200', '200'],
      ['200', 'match_closed'],
    ],
    states: [],
  },
  {
    what: 'an accept and the exclusion of who waits',
    before: [create(ALICE)],
    both: [accept(BOB), exclude(ALICE)],
    answers: [
      ['200', '200'],
      ['200', 'match_closed'],
    ],
    states: [],
  },
  {
    what: 'an accept and the expiry',
    setup: aSetup({ open_seconds: 60, play_seconds: 600 }),
    before: [create(ALICE), until()],
    both: [accept(BOB), tick],
    answers: [['0', 'match_closed']],
    states: ['expired'],
  },
  {
    what: 'a score and the deadline of the other side',
    setup: aSetup({ play_seconds: 60 }),
    before: [create(ALICE), until(-1), accept(BOB), until()],
    both: [score('challenged', 0), tick],
    answers: [['0', '200']],
    states: ['settled'],
  },
]

async function meet({ setup = aSetup(), before, both }: Meeting, ahead: number) {
  const [store] = STORES
  if (!store) throw new Error('no store')
  const history = await History.begin(store, setup)
  try {
    for (const command of before) await history.run(command)
    const answered = await history.runAtOnce(both, (index) => Math.max(0, index === 0 ? -ahead : ahead))
    return { words: answered.map(({ answer }) => wordOf(answer)).sort(), model: history.model }
  } finally {
    await history.end()
  }
}

const matchesIn = (model: Model): Match[] => Object.values(model.matches)

describe.each(MEETINGS)('$what', (meeting) => {
  it('[MT22] come to what one after the other comes to, however they interleave', async () => {
    const seen = new Set<string>()
    for (let ahead = -FARTHEST; ahead <= FARTHEST; ahead += 2) {
      const { words, model } = await meet(meeting, ahead)
      expect(meeting.answers).toContainEqual(words)
      const states = matchesIn(model).map(({ state }) => state)
      if (meeting.states.length > 0) expect(states).toEqual(meeting.states)
      seen.add(words.join())
    }
    expect([...seen].sort()).toEqual([...new Set(meeting.answers.map((words) => words.join()))].sort())
  })
})

describe('a game that is closed', () => {
  it('[DL10] has no open match afterwards, however the closing meets a create', async () => {
    for (let ahead = -FARTHEST; ahead <= FARTHEST; ahead++) {
      const closing = { what: '', before: [], both: [create(ALICE), rules({ enabled: false })] as const }
      const { model } = await meet({ ...closing, answers: [], states: [] }, ahead)
      expect(matchesIn(model).filter(({ state }) => state === 'unmatched')).toEqual([])
    }
  })
})
