import { ApiProblem } from '@/lib/queries/api-problem'
import { Button } from './button'
import { CopyButton } from './copy-button'

interface ErrorStateProps {
  /** What failed: "The services could not be read". */
  title: string
  /** What that means for traffic; most failures of reading mean nothing for it. */
  meaning?: string
  /** What to do; by default taken from the kind of error. */
  todo?: string
  error?: unknown
  onRetry?: () => void
}

const remedies: Readonly<Record<string, string>> = {
  unreachable: 'Check your connection. Aviary tries again by itself.',
  unauthenticated: 'Sign in again.',
  forbidden: 'Ask for the permission that is named; Settings shows what you may do.',
  'not-found': 'Check the address. It may have been removed, or lie where you may not look.',
  'cluster-unavailable': 'Check the connection to the cluster in Settings. kubectl still works.',
  'metrics-unavailable': 'Check Prometheus in Settings. Moves and aborts still work.',
  'audit-unavailable':
    'Nothing can be moved until the audit log can be written. Abort with the command below.',
}

/** Says what failed, what that means for traffic, and what to do. */
export function ErrorState({ title, meaning, todo, error, onRetry }: ErrorStateProps) {
  const problem = error instanceof ApiProblem ? error.problem : undefined
  const detail = error instanceof Error ? error.message : undefined
  return (
    <div role="alert" className="flex flex-col gap-2 rounded-lg border border-failing bg-panel p-4">
      <p className="text-base font-semibold">
        <span aria-hidden className="mr-2 text-failing">
          ▲
        </span>
        {title}
      </p>
      {detail !== undefined && <p className="text-sm">{detail}</p>}
      <p className="text-sm text-muted">
        {meaning ?? 'Traffic is not touched by this: it goes on as the routes say.'}{' '}
        {todo ??
          remedies[problem?.code ?? ''] ??
          'Try again; if it stays, give the request id to whoever runs Aviary.'}
      </p>
      {problem?.kubectl !== undefined && (
        <pre className="overflow-x-auto rounded-md bg-bg p-3 font-mono text-xs">
          {problem.kubectl} <CopyButton text={problem.kubectl} label="Copy the kubectl command" />
        </pre>
      )}
      <div className="flex flex-wrap items-center gap-3">
        {onRetry !== undefined && (
          <Button size="sm" onClick={onRetry}>
            Try again
          </Button>
        )}
        {problem !== undefined && problem.requestId !== '' && (
          <span className="text-xs text-faint">
            request {problem.requestId} <CopyButton text={problem.requestId} label="Copy the request id" />
          </span>
        )}
      </div>
    </div>
  )
}
