import { describe, expect, it } from 'vitest'
import { countTests } from '../../../scripts/test-report.mjs'

const report = {
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 1,
  numTodoTests: 1,
  testResults: [{ status: 'passed', assertionResults: [{ status: 'passed' }] }],
}

describe('the count of tests', () => {
  it('[RN10] takes a test that is still to be written as skipped', () => {
    expect(countTests(report, 0)).toEqual({ passed: 3, failed: 0, skipped: 2 })
  })

  it('[RN10] counts a file that broke before its first test as failed', () => {
    const broken = { status: 'failed', assertionResults: [] }
    expect(countTests({ ...report, testResults: [broken] }, 1).failed).toBe(1)
  })

  it('[RN10] does not count a failed test twice', () => {
    const failing = { status: 'failed', assertionResults: [{ status: 'failed' }, { status: 'passed' }] }
    expect(countTests({ ...report, numFailedTests: 1, testResults: [failing] }, 1).failed).toBe(1)
  })

  it('[RN10] takes an exit code that nothing explains as a failure', () => {
    expect(countTests(report, 1).failed).toBe(1)
  })
})
