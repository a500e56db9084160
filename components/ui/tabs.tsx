'use client'
import { Tabs as Radix } from 'radix-ui'
import { useEffect, useRef, type ComponentProps } from 'react'
import { cn } from '@/lib/cn'

export const Tabs = Radix.Root

/** The row of tabs. Where it is too narrow for all, it scrolls to the one that is shown. */
export function TabsList({ className, ...rest }: ComponentProps<typeof Radix.List>) {
  const list = useRef<HTMLDivElement>(null)
  const last = useRef<Element | null>(null)
  useEffect(() => {
    const row = list.current
    const tab = row?.querySelector<HTMLElement>('[data-state=active]') ?? null
    if (row === null || tab === null || tab === last.current) return
    last.current = tab
    // Only the row: to scroll the tab into view would move the page as well.
    row.scrollLeft = tab.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2
  })
  return (
    <Radix.List
      ref={list}
      className={cn('relative flex gap-1 overflow-x-auto border-b border-line', className)}
      {...rest}
    />
  )
}

/** One tab. */
export function TabsTrigger({ className, ...rest }: ComponentProps<typeof Radix.Trigger>) {
  return (
    <Radix.Trigger
      className={cn(
        '-mb-px border-b-2 border-transparent px-3 py-2 text-sm font-medium whitespace-nowrap text-muted hover:text-text data-[state=active]:border-text data-[state=active]:text-text',
        className,
      )}
      {...rest}
    />
  )
}

/** What a tab shows. */
export function TabsContent({ className, ...rest }: ComponentProps<typeof Radix.Content>) {
  return <Radix.Content className={cn('pt-4', className)} {...rest} />
}
