import type { PolicyProblem } from '../../../domain/access/policy-version'

/** What is wrong with a policy, in one line. */
export const problemWords = (problems: readonly PolicyProblem[]): string =>
  problems
    .slice(0, 3)
    .map(({ path, line, message }) => `line ${line}${path === '' ? '' : `, ${path}`}: ${message}`)
    .join('; ')
