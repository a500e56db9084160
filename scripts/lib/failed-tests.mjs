import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'

/** Longer ones say nothing more; the report holds them whole. */
const longest = 400
const mostLines = 5

/** The failed tests of vitest's JSON report, and files that fail without one: at loading, or in a hook. */
export function failedVitest(report, root) {
  return (report.testResults ?? []).flatMap(({ name, status, message, assertionResults }) => {
    const file = path.relative(root, name)
    const failed = assertionResults.filter((test) => test.status === 'failed')
    if (status === 'failed' && failed.length === 0)
      return [{ name: `${file} (outside of its tests)`, error: gist(message) }]
    return failed.map(({ ancestorTitles, title, failureMessages }) => ({
      name: [file, ...ancestorTitles, title].join(' > '),
      error: gist(failureMessages[0]),
    }))
  })
}

/** The failed tests of Playwright's JSON report; flaky ones count as failed and say so. */
export function failedPlaywright({ suites = [], errors = [] }) {
  const outside = errors.map(({ message }) => ({ name: 'outside of any test', error: gist(message) }))
  return [...suites.flatMap((suite) => failedOf(suite, [])), ...outside]
}

function failedOf({ title, file, specs = [], suites = [] }, above) {
  // The outermost suite is the file itself.
  const titles = title === file ? above : [...above, title]
  const own = specs.flatMap((spec) =>
    spec.tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ status, results }) => ({
        name: [`${spec.file}:${spec.line}`, ...titles, spec.title].join(' > '),
        error: `${status === 'flaky' ? 'passed only when repeated: ' : ''}${gist(firstError(results))}`,
      })),
  )
  return [...own, ...suites.flatMap((suite) => failedOf(suite, titles))]
}

const firstError = (results) => results.flatMap(({ errors = [] }) => errors)[0]?.message

/** The first lines of an error, up to its stack or its log, in one line. */
function gist(message = '') {
  const lines = stripVTControlCharacters(message)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const end = lines.findIndex((line) => /^(at |Call log:|- |(> )?\d+ \|)/i.test(line))
  const line = lines.slice(0, end === -1 ? mostLines : Math.min(end, mostLines)).join(' | ')
  if (line === '') return 'no error was kept'
  return line.length > longest ? `${line.slice(0, longest)}…` : line
}
