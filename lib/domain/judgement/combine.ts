import type { CheckResult, Verdict } from './check'
import type { Newest } from './judge-state'
import { failsAt } from './thresholds'

const incomplete = 'The newest metrics are incomplete; nothing passes on them.'

/**
 * The verdict of all checks. FAIL: a guard fails, or the mean of the e-values of *worse?* reaches 100, which holds
 * however the checks depend on each other (Vovk & Wang 2021). PASS needs every check to pass (intersection–union: the
 * error of the whole is no larger than that of one check). FAIL goes before error, error before inconclusive.
 */
export function combine(results: readonly CheckResult[], newest: Newest | null): Verdict {
  const failing = failure(results)
  if (failing !== undefined) return { state: 'fail', words: said(failing, newest) }
  const problem = newest?.problem ?? results.find(({ state }) => state === 'error')?.evidence
  if (problem !== undefined) return { state: 'error', words: problem }
  if (results.length === 0)
    return { state: 'inconclusive', words: 'There are no checks, so there is nothing to judge.' }
  if (newest === null) return { state: 'inconclusive', words: 'No evidence yet.' }
  const open = results.filter(({ state }) => state !== 'pass')
  if (open.length > 0) {
    const alone = open.some(({ state }) => state === 'fail')
    const others = alone ? ['Over all checks together that is not yet enough to fail the release.'] : []
    const partial = newest.complete ? [] : [incomplete]
    return { state: 'inconclusive', words: said([...partial, ...open.map(wordsOf), ...others], newest) }
  }
  if (!newest.complete) return { state: 'inconclusive', words: incomplete }
  return { state: 'pass', words: said(results.map(wordsOf), newest) }
}

/** What fails the release: guards that fail, and all statistical checks together. */
function failure(results: readonly CheckResult[]): string[] | undefined {
  const guards = results.filter(({ state, worse }) => state === 'fail' && worse === undefined)
  const statistical = results.filter(({ worse }) => worse !== undefined)
  const mean = statistical.reduce((sum, { worse = 0 }) => sum + worse, 0) / statistical.length
  const worst = mean >= failsAt ? statistical.filter(({ state }) => state === 'fail') : []
  const failing = [...guards, ...worst]
  return failing.length > 0 ? failing.map(wordsOf) : undefined
}

function wordsOf({ name, evidence }: CheckResult): string {
  return `${name}: ${evidence}`
}

/** What the figures are of goes last: a reader must not take copies for users, nor one pod for many. */
function said(words: readonly string[], newest: Newest | null): string {
  const copies =
    newest?.source === 'mirror' ? ['These are answers to copies of requests; no user saw them.'] : []
  const single = newest?.pods === 1 ? ['All of it comes from a single pod.'] : []
  return [...words, ...copies, ...single].join(' ')
}
