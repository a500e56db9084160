import type { ProblemDto } from '../contracts/common'

/** An answer of the API that was not a success, or none at all (`code` is then `unreachable`, `status` 0). */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'
  constructor(
    readonly problem: ProblemDto,
    options?: { cause?: unknown },
  ) {
    super(problem.detail === '' ? problem.title : problem.detail, options)
  }
  get code(): string {
    return this.problem.code
  }
  get status(): number {
    return this.problem.status
  }
  get fields(): { path: string; message: string }[] {
    return this.problem.fields ?? []
  }
  /** On a conflict: the live state, and who wrote it. */
  get current(): unknown {
    return this.problem.current
  }
}

/** A problem that arose in the browser, in the shape of those that the API answers. */
export function localProblem(
  code: 'unreachable' | 'not-understood',
  detail: string,
  cause?: unknown,
): ApiProblem {
  const title = code === 'unreachable' ? 'Aviary could not be reached' : 'The answer was not understood'
  return new ApiProblem({ type: 'about:blank', title, status: 0, code, detail, requestId: '' }, { cause })
}
