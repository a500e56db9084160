import { formatExact, formatTime } from '@/components/ui/format-time'
import type { ReleaseDto } from '@/lib/contracts/releases'
import { OperationDetails } from './operation-details'

/** What happened, newest on top; each operation opens to its patch. */
export function ReleaseLog({ release }: { release: ReleaseDto }) {
  const entries = release.log.map((entry, index) => ({ ...entry, index })).toReversed()
  const operations = new Map(release.operations.map((operation) => [operation.id, operation]))
  return (
    <section>
      <h2 className="mb-2.5 text-sm font-semibold text-muted">What happened</h2>
      <div role="log" aria-label="What happened" data-testid="log">
        <ol className="flex flex-col gap-2.5">
          {entries.map(({ index, at, words, who, operation }) => (
            <li key={index} className="grid grid-cols-[4.25rem_minmax(0,1fr)] gap-x-2 text-sm">
              <time dateTime={at} title={formatExact(at)} className="text-muted">
                {formatTime(at)}
              </time>
              <div className="min-w-0 break-words">
                <span>{words}</span>
                {who !== undefined && <span className="text-muted"> {who}</span>}
                {operation !== undefined && (
                  <OperationDetails id={operation} operation={operations.get(operation)} />
                )}
              </div>
            </li>
          ))}
        </ol>
      </div>
    </section>
  )
}
