import { rule1NoCancel, rule2OneCommit, rule3OneWinner, rule4FirstScore } from './conduct.ts'
import { rule5Decision } from './decision.ts'
import { rule9Deadlines, rule10MaxOpen } from './limits.ts'
import { rule6Fees, rule7DoubleEntry } from './money.ts'
import { rule8Secrecy } from './secrecy.ts'
import type { StepSeen } from './seen.ts'

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
