'use client'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { readChoice, type SpanChoice } from './prepare-span'

/** What the charts show, kept in the address; `fallback` leaves it clean. */
export function useChartSpan(fallback: SpanChoice): [SpanChoice, (next: SpanChoice | null) => void] {
  const router = useRouter()
  const pathname = usePathname()
  const search = useSearchParams()
  const set = (next: SpanChoice | null) => {
    const params = new URLSearchParams(window.location.search)
    for (const name of ['window', 'from', 'to']) params.delete(name)
    for (const [name, value] of Object.entries(next ?? {})) params.set(name, value)
    const text = params.toString()
    router.replace(text === '' ? pathname : `${pathname}?${text}`, { scroll: false })
  }
  return [readChoice((name) => search.get(name), fallback), set]
}
