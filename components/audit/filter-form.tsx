'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import { cn } from '@/lib/cn'
import type { AuditFilters } from '@/lib/queries/audit'
import { serviceParam, servicesQuery } from '@/lib/queries/services'
import { filterProblems, localOfUtc, searchOf, utcOfLocal, type FilterName } from './audit-filters'
import { knownActions, knownResults } from './result-sign'

interface FilterFormProps {
  filters: AuditFilters
  onChange: (filters: AuditFilters) => void
}

const fields: { name: Exclude<FilterName, 'q'>; label: string; hint: string; wide?: boolean }[] = [
  { name: 'actor', label: 'Who', hint: 'name or subject' },
  { name: 'action', label: 'Action', hint: 'set-weights' },
  { name: 'service', label: 'Service', hint: 'cluster/namespace/name' },
  { name: 'release', label: 'Release', hint: 'id' },
  { name: 'result', label: 'Result', hint: 'applied' },
  { name: 'from', label: 'From, your time', hint: '', wide: true },
  { name: 'to', label: 'Before, your time', hint: '', wide: true },
]

/**
 * The filters of the log. They are sent when asked for, not while typing: each reading with other filters is an
 * event of the log itself.
 */
export function FilterForm({ filters, onChange }: FilterFormProps) {
  const id = useId()
  const shown = searchOf(filters)
  const [{ draft, base }, setState] = useState({ draft: filters, base: shown })
  // The address is what counts: Back, a link or Clear replaces what was typed.
  if (base !== shown) setState({ draft: filters, base: shown })
  const problems = filterProblems(draft)
  const services = useInfiniteQuery(servicesQuery({}, 500)).data?.pages.flatMap(({ items }) => items) ?? []
  const suggestions: Partial<Record<FilterName, readonly string[]>> = {
    action: knownActions,
    result: knownResults,
    service: services.map(serviceParam),
  }
  const [open, setOpen] = useState(false)
  const used = fields.filter(({ name }) => filters[name] !== undefined).length
  const set = (name: FilterName, value: string) =>
    setState({ base: shown, draft: { ...draft, [name]: value === '' ? undefined : value } })
  const timed = (name: FilterName) => name === 'from' || name === 'to'
  return (
    <form
      role="search"
      aria-label="Filter the log"
      data-print="hide"
      className="mb-4 grid grid-cols-2 gap-x-3 gap-y-2.5 rounded-lg border border-line bg-panel p-3 sm:grid-cols-4 lg:grid-cols-[repeat(5,minmax(0,1fr))_repeat(2,minmax(0,1.35fr))]"
      onSubmit={(event) => {
        event.preventDefault()
        if (Object.keys(problems).length === 0) onChange(draft)
      }}
    >
      {fields.map(({ name, label, hint, wide }) => {
        const problem = problems[name]
        const value = draft[name] ?? ''
        return (
          <div key={name} className={cn(wide === true && 'max-sm:col-span-2', !open && 'max-sm:hidden')}>
            <label htmlFor={`${id}-${name}`} className="mb-1 block text-xs text-muted">
              {label}
            </label>
            <Input
              id={`${id}-${name}`}
              className="w-full"
              placeholder={hint}
              value={timed(name) ? localOfUtc(value) : value}
              onChange={({ target }) => set(name, timed(name) ? utcOfLocal(target.value) : target.value)}
              {...(timed(name) ? { type: 'datetime-local', step: 1 } : {})}
              {...(suggestions[name] === undefined
                ? {}
                : { list: `${id}-${name}-list`, autoComplete: 'off' })}
              {...(problem === undefined
                ? {}
                : { 'aria-invalid': true, 'aria-describedby': `${id}-${name}-problem` })}
            />
            {suggestions[name] !== undefined && (
              <datalist id={`${id}-${name}-list`}>
                {suggestions[name].map((option) => (
                  <option key={option} value={option} />
                ))}
              </datalist>
            )}
            {problem !== undefined && (
              <p id={`${id}-${name}-problem`} className="mt-1 text-xs text-failing">
                {problem}
              </p>
            )}
          </div>
        )
      })}
      <div className="col-span-full flex flex-wrap items-center gap-2 max-sm:order-first">
        <Input
          type="search"
          aria-label="Search in everything that was recorded"
          placeholder="Search in everything that was recorded: reasons, ids, Audit-IDs…"
          className="min-w-40 flex-1"
          value={draft.q ?? ''}
          onChange={({ target }) => set('q', target.value)}
        />
        {/* On a phone the log comes first; the other fields unfold. */}
        <Button
          variant="ghost"
          size="sm"
          className="h-8 sm:hidden"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {used === 0 ? 'More' : `More, ${used} set`}
        </Button>
        <Button type="submit" size="sm" className="h-8" disabled={searchOf(draft) === shown}>
          Filter
        </Button>
        {shown !== '' && (
          <Button variant="ghost" size="sm" className="h-8" onClick={() => onChange({})}>
            Clear
          </Button>
        )}
      </div>
    </form>
  )
}
