/** What a report of tests adds up to. */
const none = { passed: 0, failed: 0, skipped: 0 }

/** Counts of vitest's JSON report. A file that failed without a failed test, at loading or in a hook, counts as one. */
export function countVitest(report) {
  const broken = (report.testResults ?? []).filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  )
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

/** Counts of Playwright's JSON report. A test that passed only when repeated counts as failed: it proves nothing. */
export function countPlaywright({ stats, errors = [] }) {
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped,
  }
}

/** The sum of the counts of all stages. A stage that failed without a failed test counts as one. */
export function sumCounts(stages) {
  return stages.reduce((sum, { state, counts = none }) => {
    const failed = state === 'failed' ? Math.max(1, counts.failed) : counts.failed
    return {
      passed: sum.passed + counts.passed,
      failed: sum.failed + failed,
      skipped: sum.skipped + counts.skipped,
    }
  }, none)
}

/** The outcome of a stage whose parts ran at the same time. */
export function together(parts) {
  const whys = parts.flatMap(({ why }) => why ?? [])
  return {
    state: parts.every(({ state }) => state === 'passed') ? 'passed' : 'failed',
    counts: sumCounts(parts),
    failures: parts.flatMap(({ failures }) => failures ?? []),
    ...(whys.length > 0 && { why: whys.join('; ') }),
  }
}

/** The lines at the end of a run: one a stage, each failed test with its error, then the sum alone on the last. */
export function summarise(stages) {
  const width = Math.max(...stages.map(({ title }) => title.length))
  const lines = stages.map(({ title, state, took, counts, why }) => {
    const tests = counts && `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`
    return `  ${title.padEnd(width)}  ${state.padEnd(7)}  ${took.padStart(7)}  ${[tests, why].filter(Boolean).join('; ')}`.trimEnd()
  })
  const { passed, failed, skipped } = sumCounts(stages)
  const failures = stages.flatMap(({ title, failures: tests = [] }) =>
    tests.flatMap(({ name, error }) => [`  ${title}: ${name}`, `      ${error}`]),
  )
  const list = failures.length === 0 ? [] : ['', 'Failed:', ...failures]
  return [...lines, ...list, '', `${passed} passed, ${failed} failed, ${skipped} skipped`].join('\n')
}
