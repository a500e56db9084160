import { CopyButton } from '@/components/ui/copy-button'
import { formatCount } from '@/components/ui/format-number'
import { ApiProblem } from '@/lib/queries/api-problem'

/** A refused or failed move in place: why, what that means, and what can be had instead. */
export function ProblemNote({ error, label }: { error: Error; label: string }) {
  const problem = error instanceof ApiProblem ? error.problem : undefined
  // Without an answer, or with one from a failing server, the write may have gone through.
  const open = problem !== undefined && (problem.status === 0 || problem.code === 'internal')
  return (
    <div role="alert" data-testid="problem" className="rounded-md border border-failing px-3 py-2 text-sm">
      <p>
        <span aria-hidden className="mr-1.5 text-failing">
          ▲
        </span>
        <b className="font-semibold">{label}.</b> {error.message}
      </p>
      {open && (
        <p className="mt-1 text-muted">
          It is not known whether anything was changed. The live split above is read again.
        </p>
      )}
      {problem?.nearest !== undefined && (
        <p className="mt-1 text-muted">
          The nearest that can be had:{' '}
          {Object.entries(problem.nearest)
            .map(([key, weight]) => `${key} ${formatCount(weight)}`)
            .join(', ')}
        </p>
      )}
      {problem?.kubectl !== undefined && (
        <div className="mt-2 flex items-start gap-2 rounded-md bg-bg p-2">
          <pre className="min-w-0 flex-1 font-mono text-xs break-all whitespace-pre-wrap">
            {problem.kubectl}
          </pre>
          <CopyButton text={problem.kubectl} label="Copy the kubectl command" />
        </div>
      )}
    </div>
  )
}
