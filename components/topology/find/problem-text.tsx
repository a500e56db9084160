import type { QueryProblem } from './query'

/** Why an expression can't be read, and its part that is meant. */
export function ProblemText({ id, text, problem }: { id: string; text: string; problem: QueryProblem }) {
  const { from, to, message } = problem
  return (
    <p
      id={id}
      role="status"
      data-testid="find-problem"
      className="absolute top-full left-0 z-30 mt-1 w-full min-w-64 rounded-lg border border-degraded bg-raised px-2.5 py-1.5 text-sm shadow-xl"
    >
      <span aria-hidden className="mr-1.5 text-degraded">
        ◆
      </span>
      {message}
      <span className="mt-0.5 block truncate font-mono text-xs text-muted">
        {text.slice(Math.max(0, from - 24), from)}
        <mark className="bg-transparent font-semibold text-degraded underline decoration-wavy underline-offset-3">
          {text.slice(from, to)}
        </mark>
        {text.slice(to)}
      </span>
    </p>
  )
}
