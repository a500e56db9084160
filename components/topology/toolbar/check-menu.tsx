'use client'
import { ChevronDown } from 'lucide-react'
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover'

interface CheckMenuProps {
  label: string
  /** The choice in words, shown in the button. */
  value: string
  options: readonly { value: string; label: string; note?: string }[]
  chosen: ReadonlySet<string>
  onChange: (chosen: ReadonlySet<string>) => void
  /** Shown when there is nothing to choose from. */
  empty?: string
}

/** A choice of several: "Namespaces  shop, payments". */
export function CheckMenu({ label, value, options, chosen, onChange, empty }: CheckMenuProps) {
  const toggle = (option: string, on: boolean) => {
    const next = new Set(chosen)
    if (on) next.add(option)
    else next.delete(option)
    onChange(next)
  }
  return (
    <Popover>
      <PopoverTrigger
        aria-label={`${label}: ${value}`}
        className="inline-flex h-8 shrink-0 items-center gap-2 rounded-md border border-line-strong bg-panel px-2.5 text-sm whitespace-nowrap hover:bg-stable-soft"
      >
        <span className="text-muted">{label}</span>
        <span className="max-w-44 truncate font-medium">{value}</span>
        <ChevronDown className="size-3.5 text-muted" aria-hidden />
      </PopoverTrigger>
      <PopoverContent aria-label={label} align="start" className="max-h-[60vh] min-w-52 overflow-y-auto p-1">
        <fieldset>
          <legend className="sr-only">{label}</legend>
          {options.length === 0 && <p className="px-2.5 py-1.5 text-muted">{empty}</p>}
          {options.map((option) => (
            <label
              key={option.value}
              className="flex cursor-pointer items-center gap-2.5 rounded-md px-2.5 py-1.5 hover:bg-stable-soft"
            >
              <input
                type="checkbox"
                className="accent-(--stable)"
                checked={chosen.has(option.value)}
                onChange={(event) => toggle(option.value, event.target.checked)}
              />
              <span className="flex-1">{option.label}</span>
              {option.note !== undefined && <span className="text-xs text-faint">{option.note}</span>}
            </label>
          ))}
        </fieldset>
      </PopoverContent>
    </Popover>
  )
}
