import { ApiProblem } from '@/lib/queries/api-problem'

export interface ProblemWords {
  title: string
  detail: string
  /** The command that does by hand what Aviary could not. */
  kubectl?: string
  requestId?: string
  /** True when what is on screen was out of date rather than anything broken. */
  surpassed: boolean
}

const titles: Readonly<Record<string, string>> = {
  blocked: 'Something stands in the way',
  forbidden: 'You may not do that',
  unauthenticated: 'You are signed out',
  unsupported: 'Aviary cannot do that here',
  owned: 'Another controller drives this route',
  'missing-destination': 'A version is missing from the rules',
  unreachable: 'Aviary could not be reached',
  'cluster-unavailable': 'The cluster could not be reached',
  'audit-unavailable': 'The audit log cannot be written',
  'too-many-requests': 'Too many requests',
}

/** What went wrong with a verb on a release, in words. `verb` as on the button: "Promote". */
export function problemWords(error: unknown, verb: string): ProblemWords {
  if (!(error instanceof ApiProblem)) {
    return {
      title: `${verb}: something unexpected went wrong`,
      detail: error instanceof Error ? error.message : 'Look at what is shown before you try again.',
      surpassed: false,
    }
  }
  const { problem } = error
  const extras = {
    ...(problem.kubectl === undefined ? {} : { kubectl: problem.kubectl }),
    ...(problem.requestId === '' ? {} : { requestId: problem.requestId }),
  }
  if (problem.code === 'wrong-state') {
    const now = problem.state === undefined ? 'has moved on' : `is ${problem.state.replaceAll('-', ' ')} now`
    return {
      title: `${verb} came too late: the release ${now}`,
      detail: `${choices(problem.allowed ?? [])} What you see is fresh.`,
      ...extras,
      surpassed: true,
    }
  }
  if (problem.code === 'conflict') {
    return {
      title: `${verb} was not done: somebody was faster`,
      detail: `${error.message} What you see is fresh; look, then decide again.`,
      ...extras,
      surpassed: true,
    }
  }
  return {
    title: `${verb} was not done: ${lowerFirst(titles[problem.code] ?? problem.title)}`,
    detail: error.message,
    ...extras,
    surpassed: false,
  }
}

function choices(allowed: readonly string[]): string {
  if (allowed.length === 0) return 'Nothing can be done in this state.'
  return `Possible now: ${allowed.map((verb) => verb.replaceAll('-', ' ')).join(', ')}.`
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
