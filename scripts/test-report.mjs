/**
 * Counts what vitest's JSON report says. A file that broke before its first test counts as a failed one, and so does
 * an exit code that nothing in the report explains (an unhandled rejection after the last test).
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
