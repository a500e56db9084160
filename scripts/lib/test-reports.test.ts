import { expect, test } from 'vitest'
import { countPlaywright, countVitest, sumCounts, summarise, together } from './test-reports.mjs'

const vitest = { numPassedTests: 3, numFailedTests: 1, numPendingTests: 1, numTodoTests: 1 }

test('vitest: skipped and to-do count as skipped, a file that fails outside of its tests as failed', () => {
  expect(countVitest(vitest)).toEqual({ passed: 3, failed: 1, skipped: 2 })
  const testResults = [
    { status: 'failed', assertionResults: [] },
    { status: 'failed', assertionResults: [{ status: 'skipped' }] },
    { status: 'failed', assertionResults: [{ status: 'failed' }] },
  ]
  expect(countVitest({ ...vitest, testResults })).toEqual({ passed: 3, failed: 3, skipped: 2 })
})

test('playwright: a flaky test and an error outside of tests count as failed', () => {
  const stats = { expected: 4, unexpected: 1, flaky: 1, skipped: 2 }
  expect(countPlaywright({ stats, errors: [{}] })).toEqual({ passed: 4, failed: 3, skipped: 2 })
})

test('a stage that failed without a failed test counts as one', () => {
  const stages = [
    { title: 'validation', state: 'failed' as const, took: '1.0s' },
    { title: 'unit', state: 'passed' as const, took: '2.0s', counts: { passed: 5, failed: 0, skipped: 1 } },
  ]
  expect(sumCounts(stages)).toEqual({ passed: 5, failed: 1, skipped: 1 })
})

test('parts of a stage pass together, and fail with the failures of all', () => {
  const passed = { state: 'passed' as const, counts: { passed: 5, failed: 0, skipped: 1 } }
  expect(together([passed, passed])).toEqual({
    state: 'passed',
    counts: { passed: 10, failed: 0, skipped: 2 },
    failures: [],
  })
  const failures = [{ name: 'kill.test.ts > goes on', error: 'Error: timed out' }]
  const failed = { state: 'failed' as const, counts: { passed: 1, failed: 1, skipped: 0 }, failures }
  const broken = { state: 'failed' as const, why: 'no report was written (ended with 1)' }
  expect(together([passed, failed, broken])).toEqual({
    state: 'failed',
    counts: { passed: 6, failed: 2, skipped: 1 },
    failures,
    why: 'no report was written (ended with 1)',
  })
})

test('the last line holds the sums alone', () => {
  const text = summarise([
    { title: 'unit', state: 'passed', took: '2.0s', counts: { passed: 5, failed: 0, skipped: 1 } },
    { title: 'real control plane', state: 'skipped', took: '0.0s', why: 'Go is not installed' },
  ])
  expect(text.split('\n').at(-1)).toBe('5 passed, 0 failed, 1 skipped')
  expect(text).toMatch(/real control plane +skipped +0\.0s +Go is not installed/)
})

test('failed tests are named between the stages and the sum', () => {
  const failures = [{ name: 'walk.spec.ts:7 > walks', error: 'Error: timed out' }]
  const counts = { passed: 1, failed: 1, skipped: 0 }
  const text = summarise([
    {
      title: 'unit',
      state: 'passed',
      took: '2.0s',
      counts: { passed: 5, failed: 0, skipped: 0 },
      failures: [],
    },
    { title: 'browser', state: 'failed', took: '9.0s', counts, failures },
  ])
  expect(text.split('\n').slice(2)).toEqual([
    '',
    'Failed:',
    '  browser: walk.spec.ts:7 > walks',
    '      Error: timed out',
    '',
    '6 passed, 1 failed, 0 skipped',
  ])
})
