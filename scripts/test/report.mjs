/**
 * Counts the tests of vitest's JSON report. A file that broke before its first test counts as one failed test. So does
 * an exit code other than 0 that no failed test explains (an unhandled rejection after the last test).
 */
export function countTests(report, exitCode) {
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length
  const failed = report.numFailedTests + brokenFiles
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

/** How many tests with this tag did not run. */
export function countSkipped(report, tag) {
  const tests = report.testResults.flatMap(({ assertionResults }) => assertionResults)
  return tests.filter(({ status, tags }) => NOT_RUN.has(status) && tags.includes(tag)).length
}

const NOT_RUN = new Set(['skipped', 'pending', 'todo', 'disabled'])
