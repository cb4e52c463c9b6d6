import { describe, expect, it } from 'vitest'
import { countSkipped, countTests } from '../../../scripts/test/report.mjs'

const aTest = (status: string, ...tags: string[]) => ({ status, tags })

const report = {
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 1,
  numTodoTests: 1,
  testResults: [{ status: 'passed', assertionResults: [aTest('passed')] }],
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
    const failing = { status: 'failed', assertionResults: [aTest('failed'), aTest('passed')] }
    expect(countTests({ ...report, numFailedTests: 1, testResults: [failing] }, 1).failed).toBe(1)
  })

  it('[RN10] says how many tests each missing tool has left out', () => {
    const tests = [aTest('skipped', 'chromium'), aTest('skipped', 'chromium', 'curl'), aTest('passed', 'curl')]
    const skipping = { ...report, testResults: [{ status: 'passed', assertionResults: tests }] }
    expect(countSkipped(skipping, 'chromium')).toBe(2)
    expect(countSkipped(skipping, 'curl')).toBe(1)
    expect(countSkipped(skipping, 'openssl')).toBe(0)
  })

  it('[RN10] takes an exit code that nothing explains as a failure', () => {
    expect(countTests(report, 1).failed).toBe(1)
  })
})
