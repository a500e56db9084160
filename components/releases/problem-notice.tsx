import { X } from 'lucide-react'
import { Command } from './command'
import type { ProblemWords } from './problem-words'

/** What became of a verb that was not done; amber when the page was only out of date, red otherwise. */
export function ProblemNotice({ words, onDismiss }: { words: ProblemWords; onDismiss: () => void }) {
  const { title, detail, kubectl, requestId, surpassed } = words
  return (
    <div
      role="alert"
      className={`flex items-start gap-3 rounded-md border px-3 py-2.5 text-sm ${surpassed ? 'border-degraded' : 'border-failing'}`}
    >
      <span aria-hidden className={surpassed ? 'text-degraded' : 'text-failing'}>
        {surpassed ? '◆' : '▲'}
      </span>
      <div className="min-w-0 flex-1">
        <p className="font-semibold">{title}</p>
        <p className="mt-0.5 text-muted">{detail}</p>
        {kubectl !== undefined && (
          <>
            <p className="mt-2 text-muted">This does it by hand:</p>
            <Command text={kubectl} label="Copy the kubectl command" />
          </>
        )}
        {requestId !== undefined && <p className="mt-1 text-xs text-faint">request {requestId}</p>}
      </div>
      <button
        type="button"
        aria-label="Close this message"
        className="rounded-sm text-muted hover:text-text"
        onClick={onDismiss}
      >
        <X className="size-4" aria-hidden />
      </button>
    </div>
  )
}
