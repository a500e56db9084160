'use client'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'

/** One value of the view, kept in the address under `name`; `fallback` leaves the address clean. */
export function useUrlState(name: string, fallback = ''): [string, (value: string) => void] {
  const router = useRouter()
  const pathname = usePathname()
  const search = useSearchParams()
  const set = (value: string) => {
    // Read at the moment of the change: two controls may change in one tick.
    const next = new URLSearchParams(window.location.search)
    if (value === fallback || value === '') next.delete(name)
    else next.set(name, value)
    const text = next.toString()
    router.replace(text === '' ? pathname : `${pathname}?${text}`, { scroll: false })
  }
  return [search.get(name) ?? fallback, set]
}
