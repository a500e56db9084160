import type { RightsChangeDto } from '@/lib/contracts/policies'
import { rightsLines, whoWords } from './policy-words'

const tones = { '+': 'text-ok', '−': 'text-failing', '⊘': 'text-failing', '○': 'text-ok' } as const

/** Which rights each group or person would gain and lose; in words for each scope. */
export function RightsChanges({ changes }: { changes: readonly RightsChangeDto[] }) {
  if (changes.length === 0) return <p className="text-sm">Nobody gains or loses a right.</p>
  return (
    <ul className="flex flex-col gap-3" data-testid="rights-changes">
      {changes.map((change) => (
        <li key={JSON.stringify(change.who)} className="min-w-0">
          <p className="text-sm font-semibold break-words">{whoWords(change.who)}</p>
          <ul className="mt-1 flex flex-col gap-1 text-sm">
            {rightsLines(change).map(({ sign, word, scope, verbs }) => (
              <li key={`${sign} ${scope}`} className="flex gap-2">
                <span aria-hidden className={`w-4 shrink-0 text-center ${tones[sign]}`}>
                  {sign}
                </span>
                <span className="min-w-0 break-words">
                  <span className="text-muted">
                    {word} {scope}:
                  </span>{' '}
                  {verbs.join(', ')}
                </span>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  )
}
