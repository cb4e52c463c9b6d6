interface TestResult {
  status: string
  tags: string[]
}

interface Report {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: { status: string; assertionResults: TestResult[] }[]
}

export function countTests(report: Report, exitCode: number): { passed: number; failed: number; skipped: number }
export function countSkipped(report: Report, tag: string): number
