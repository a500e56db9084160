import type { FailedTest } from './failed-tests.mjs'

export interface Counts {
  passed: number
  failed: number
  skipped: number
}
export interface StageResult {
  title: string
  state: 'passed' | 'failed' | 'skipped'
  took: string
  counts?: Counts
  failures?: FailedTest[]
  why?: string
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
export function sumCounts(stages: StageResult[]): Counts
export function summarise(stages: StageResult[]): string
