import { ApiProblem } from '@/lib/queries/api-problem'
import { formNameOf } from './plan-body'

/** What the API said is wrong with a release, by field of the form; checks as `checks.1.name`. */
export function apiProblems(error: unknown): Readonly<Record<string, string>> {
  if (!(error instanceof ApiProblem)) return {}
  return Object.fromEntries(
    (error.problem.fields ?? []).map(({ path, message }) => {
      const parts = path.split('.').filter((part) => part !== '')
      if (parts[0] !== 'plan') return [parts[0] ?? 'plan', message]
      const inner = parts.slice(1)
      if (inner[0] === 'checks' && inner.length === 3) return [inner.join('.'), message]
      const name = formNameOf(inner)
      return name === 'steps' ? ['plan', `${inner.join('.')}: ${message}`] : [name, message]
    }),
  )
}
