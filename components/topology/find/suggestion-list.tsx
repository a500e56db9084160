import { cn } from '@/lib/cn'
import type { Suggestion } from './complete'

interface SuggestionListProps {
  id: string
  shown: boolean
  offers: readonly Suggestion[]
  active: number
  onTake: (offer: Suggestion) => void
  onActive: (at: number) => void
}

/** What may be written next; `id-0`, `id-1`, … are its options. */
export function SuggestionList({ id, shown, offers, active, onTake, onActive }: SuggestionListProps) {
  return (
    <ul
      id={id}
      role="listbox"
      aria-label="What may be written here"
      hidden={!shown}
      className="absolute top-full left-0 z-40 mt-1 w-full min-w-64 rounded-lg border border-line-strong bg-raised p-1 shadow-xl"
    >
      {offers.map((offer, at) => (
        <li
          key={offer.word}
          id={`${id}-${at}`}
          role="option"
          aria-selected={at === active}
          className={cn(
            'flex cursor-pointer items-baseline gap-3 rounded-md px-2.5 py-1 text-sm',
            at === active && 'bg-stable-soft',
          )}
          onMouseDown={(event) => {
            event.preventDefault()
            onTake(offer)
          }}
          onMouseEnter={() => onActive(at)}
        >
          <span className="shrink-0 font-medium">{offer.word}</span>
          <span className="min-w-0 flex-1 truncate text-right text-xs text-muted">{offer.about}</span>
        </li>
      ))}
    </ul>
  )
}
