import { expect, test } from 'vitest'
import { failedPlaywright, failedVitest } from './failed-tests.mjs'

test('vitest: each failed test by file, titles and the gist of its error', () => {
  const passed = { ancestorTitles: ['sum'], title: 'adds', status: 'passed', failureMessages: [] }
  const failed = {
    ancestorTitles: ['sum', 'of none'],
    title: 'is 0',
    status: 'failed',
    failureMessages: [
      '\u001b[31mAssertionError: expected 1 to be 0\u001b[39m\n  + 1\n\n    at sum.test.ts:3:1',
      'later',
    ],
  }
  const report = {
    testResults: [
      { name: '/repo/lib/sum.test.ts', status: 'failed', message: '', assertionResults: [passed, failed] },
      {
        name: '/repo/lib/broken.test.ts',
        status: 'failed',
        message: '\nCannot find module ./gone\nat load',
        assertionResults: [],
      },
      { name: '/repo/lib/hook.test.ts', status: 'failed', message: '', assertionResults: [passed] },
      { name: '/repo/lib/empty.test.ts', status: 'passed', message: '', assertionResults: [] },
    ],
  }
  expect(failedVitest(report, '/repo')).toEqual([
    { name: 'lib/sum.test.ts > sum > of none > is 0', error: 'AssertionError: expected 1 to be 0 | + 1' },
    { name: 'lib/broken.test.ts (outside of its tests)', error: 'Cannot find module ./gone' },
    { name: 'lib/hook.test.ts (outside of its tests)', error: 'no error was kept' },
  ])
  expect(failedVitest({}, '/repo')).toEqual([])
})

test('playwright: failed and flaky tests of all suites, and errors outside of tests', () => {
  const spec = (title: string, status: string, messages: string[]) => ({
    title,
    file: 'walk.spec.ts',
    line: 7,
    tests: [{ status, results: [{ errors: messages.map((message) => ({ message })) }, { errors: [] }] }],
  })
  const report = {
    suites: [
      {
        title: 'walk.spec.ts',
        file: 'walk.spec.ts',
        specs: [
          spec('walks', 'expected', []),
          spec('stands', 'unexpected', ['Error: timed out\n\nCall log:']),
        ],
        suites: [
          {
            title: 'at night',
            file: 'walk.spec.ts',
            specs: [spec('sleeps', 'flaky', ['Error: awake']), spec('dreams', 'unexpected', [])],
          },
        ],
      },
    ],
    errors: [{ message: 'Error: no tests found' }],
  }
  expect(failedPlaywright(report)).toEqual([
    { name: 'walk.spec.ts:7 > stands', error: 'Error: timed out' },
    { name: 'walk.spec.ts:7 > at night > sleeps', error: 'passed only when repeated: Error: awake' },
    { name: 'walk.spec.ts:7 > at night > dreams', error: 'no error was kept' },
    { name: 'outside of any test', error: 'Error: no tests found' },
  ])
  expect(failedPlaywright({})).toEqual([])
})

test('a long line is cut', () => {
  const [failed] = failedPlaywright({ errors: [{ message: 'x'.repeat(1000) }] })
  expect(failed?.error).toHaveLength(401)
})
