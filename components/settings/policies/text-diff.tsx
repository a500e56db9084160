import { cn } from '@/lib/cn'
import { lineDiff } from '@/lib/domain/access/line-diff'
import { foldDiff, type DiffPart } from './policy-words'

const looks = {
  same: { sign: ' ', word: '', className: 'text-muted' },
  added: { sign: '+', word: 'added: ', className: 'bg-ok/10 text-text' },
  removed: { sign: '−', word: 'removed: ', className: 'bg-failing/10 text-text' },
} as const

/** What changed between two texts, line by line; long unchanged runs are folded. */
export function TextDiff({ before, after, label }: { before: string; after: string; label: string }) {
  const diff = lineDiff(before, after)
  if (diff.every(({ kind }) => kind === 'same'))
    return <p className="text-sm text-muted">The text is the same.</p>
  return (
    <div
      role="region"
      aria-label={label}
      tabIndex={0}
      className="max-h-96 overflow-auto rounded-md border border-line bg-bg py-2 font-mono text-xs leading-5"
    >
      <ol className="w-max min-w-full">
        {foldDiff(diff).map((part, at) => (
          <Line key={at} part={part} />
        ))}
      </ol>
    </div>
  )
}

function Line({ part }: { part: DiffPart }) {
  if (part.kind === 'skipped')
    return (
      <li className="px-3 text-muted select-none">
        ⋯ {part.count} {part.count === 1 ? 'line' : 'lines'} as before
      </li>
    )
  const { sign, word, className } = looks[part.kind]
  return (
    <li className={cn('flex px-3 whitespace-pre', className)}>
      <span aria-hidden className="w-10 shrink-0 pr-3 text-right text-muted select-none">
        {part.line}
      </span>
      <span aria-hidden className="w-4 shrink-0 select-none">
        {sign}
      </span>
      <span>
        <span className="sr-only">{word}</span>
        {part.text}
      </span>
    </li>
  )
}
