import { EmptyState } from '@/components/ui/empty-state'
import { checked } from './checked'

/** Says that nothing was found, and what was looked for. */
export function NothingFound({ filtered }: { filtered: boolean }) {
  return (
    <EmptyState
      title={filtered ? 'Nothing found with these filters' : 'Nothing found'}
      meaning="No open problem in what you may see. Aviary looks all the time for:"
      todo={
        <span className="mx-auto mt-1 flex max-w-lg flex-col gap-1 text-left">
          {Object.entries(checked).map(([code, words]) => (
            <span key={code} className="flex gap-2">
              <span aria-hidden className="text-ok">
                ✓
              </span>
              {words}
            </span>
          ))}
        </span>
      }
    />
  )
}
