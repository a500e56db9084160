'use client'
import { CircleHelp } from 'lucide-react'
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover'
import { fields } from './fields'

const examples = [
  { text: 'errors>1%', about: 'more than 1 % of errors' },
  { text: 'ns:shop version:v2', about: 'both at once' },
  { text: 'p95>200ms or code:503', about: 'one or the other' },
  { text: 'mtls<100% -protocol:tcp', about: 'not under mTLS, tcp aside' },
  { text: 'from:frontend to:checkout*', about: 'calls between the two' },
  { text: '(is:canary or badge:mirror) health:failing', about: 'grouped' },
]

/** What the find language can say; an example is taken by a click. */
export function FindHelp({ of, onTake }: { of: string; onTake: (example: string) => void }) {
  return (
    <Popover>
      <PopoverTrigger
        aria-label={`What ${of.toLowerCase()} understands`}
        className="mr-1 shrink-0 rounded-sm p-1 text-muted hover:bg-stable-soft hover:text-text"
      >
        <CircleHelp className="size-3.5" aria-hidden />
      </PopoverTrigger>
      <PopoverContent
        aria-label={`What ${of.toLowerCase()} understands`}
        align="end"
        className="max-h-[70vh] w-96 max-w-[calc(100vw-1.5rem)] overflow-y-auto"
      >
        <p className="text-muted">
          Words look in names and namespaces. Fields look closer; parts side by side must all hold.
        </p>
        <ul className="mt-2 flex flex-col">
          {examples.map(({ text, about }) => (
            <li key={text}>
              <button
                type="button"
                className="flex w-full items-baseline justify-between gap-3 rounded-md px-2 py-1 text-left hover:bg-stable-soft"
                onClick={() => onTake(text)}
              >
                <code className="text-xs">{text}</code>
                <span className="text-xs text-muted">{about}</span>
              </button>
            </li>
          ))}
        </ul>
        <h2 className="mt-3 mb-1 text-xs font-semibold text-muted">Fields</h2>
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-xs">
          {fields.map(({ name, about, example }) => (
            <div key={name} className="contents">
              <dt>
                <code>{example}</code>
              </dt>
              <dd className="text-muted">{about}</dd>
            </div>
          ))}
        </dl>
        <p className="mt-3 text-xs text-muted">
          <code>:</code> is the whole word, <code>*</code> stands for anything, <code>~</code> for a part, a
          comma for “any of”; <code>or</code>, <code>not</code> or <code>-</code>, and parentheses join. Enter
          goes to the next match, Shift and Enter back, Ctrl and Enter opens it.
        </p>
      </PopoverContent>
    </Popover>
  )
}
