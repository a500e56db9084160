'use client'
import { usePathname, useSearchParams } from 'next/navigation'
import { readChoice, type SpanChoice } from './prepare-span'
import { quantiles, type Quantile } from './prepare-series'

/** Written at once and without asking the server, so that two changes in a row both count. */
function useAddress(): (change: (params: URLSearchParams) => void) => void {
  const pathname = usePathname()
  return (change) => {
    const params = new URLSearchParams(window.location.search)
    change(params)
    const text = params.toString()
    window.history.replaceState(null, '', text === '' ? pathname : `${pathname}?${text}`)
  }
}

/** What the charts show, kept in the address; `fallback` leaves it clean. */
export function useChartSpan(fallback: SpanChoice): [SpanChoice, (next: SpanChoice | null) => void] {
  const search = useSearchParams()
  const write = useAddress()
  const set = (next: SpanChoice | null) => {
    write((params) => {
      for (const name of ['window', 'from', 'to']) params.delete(name)
      for (const [name, value] of Object.entries(next ?? {})) params.set(name, value)
    })
  }
  return [readChoice((name) => search.get(name), fallback), set]
}

/** Which quantile of the latency is drawn, kept in the address; p95 leaves it clean. */
export function useQuantile(): [Quantile, (next: string) => void] {
  const search = useSearchParams()
  const write = useAddress()
  const set = (next: string) => {
    write((params) => {
      if (next === 'p95') params.delete('latency')
      else params.set('latency', next)
    })
  }
  return [quantiles.find((name) => name === search.get('latency')) ?? 'p95', set]
}
