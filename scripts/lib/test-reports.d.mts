import type { FailedTest } from './failed-tests.mjs'

export interface Counts {
  passed: number
  failed: number
  skipped: number
}
export interface Outcome {
  state: 'passed' | 'failed' | 'skipped'
  counts?: Counts
  failures?: FailedTest[]
  why?: string
}
export interface StageResult extends Outcome {
  title: string
  took: string
}
export function countVitest(report: {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults?: { status: string; assertionResults: { status: string }[] }[]
}): Counts
export function countPlaywright(report: {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number }
  errors?: unknown[]
}): Counts
export function sumCounts(stages: Outcome[]): Counts
export function together(parts: Outcome[]): Outcome
export function summarise(stages: StageResult[]): string
