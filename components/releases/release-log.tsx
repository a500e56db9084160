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
                <Words words={words} />
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

/** Longer words are folded behind their beginning. */
const LONGEST = 160

function Words({ words }: { words: string }) {
  const colon = words.indexOf(': ')
  if (words.length <= LONGEST) return <span>{words}</span>
  const cut = colon > 0 && colon < LONGEST ? colon : words.lastIndexOf(' ', LONGEST)
  return (
    <details className="group inline">
      <summary className="inline cursor-pointer list-none rounded-sm underline decoration-line-strong underline-offset-2 hover:decoration-current">
        {words.slice(0, cut)}
        <span className="group-open:hidden">…</span>
      </summary>
      <p className="my-1 text-xs whitespace-pre-wrap text-muted">{words.slice(cut).replace(/^: /, '')}</p>
    </details>
  )
}
