import { rule1NoCancel, rule2OneCommit, rule3OneWinner, rule4FirstScore } from './rules/conduct.ts'
import { rule5Decision } from './rules/decision.ts'
import { rule9Deadlines, rule10MaxOpen } from './rules/limits.ts'
import { rule6Fees, rule7DoubleEntry } from './rules/money.ts'
import { rule8Secrecy } from './rules/secrecy.ts'
import type { StepSeen } from './rules/seen.ts'

/** Section 3 of PROTOCOL, rule by rule. */
export const RULES = {
  rule1NoCancel,
  rule2OneCommit,
  rule3OneWinner,
  rule4FirstScore,
  rule5Decision,
  rule6Fees,
  rule7DoubleEntry,
  rule8Secrecy,
  rule9Deadlines,
  rule10MaxOpen,
}

/** Every rule that a step breaks, with what it breaks of it. */
export function brokenRules(seen: StepSeen): string[] {
  return Object.entries(RULES).flatMap(([name, rule]) => rule(seen).map((sentence) => `${name}: ${sentence}`))
}
