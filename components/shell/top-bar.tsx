'use client'
import { Search } from 'lucide-react'
import Link from 'next/link'
import { Kbd } from '@/components/ui/kbd'
import { ClusterMark } from './cluster-mark'
import { LiveMark } from './live-mark'
import { ThemeToggle } from './theme-toggle'
import { UserMenu } from './user-menu'

/** The bar on top: where one is, how fresh it is, the way to anything, who one is. */
export function TopBar({ name, onPalette }: { name: string; onPalette: () => void }) {
  return (
    <header
      data-print="hide"
      className="col-span-full flex items-center gap-3 border-b border-line bg-panel px-4"
    >
      <Link href="/" className="flex items-center gap-2 text-base font-bold tracking-tight md:w-[200px]">
        <span aria-hidden className="size-3.5 rounded-[4px_8px_4px_8px] bg-canary" />
        Aviary
      </Link>
      <ClusterMark />
      <LiveMark />
      <div className="flex-1" />
      <button
        type="button"
        onClick={onPalette}
        aria-label="Go to, or do"
        aria-keyshortcuts="Meta+K Control+K"
        className="flex h-8 items-center gap-2 rounded-md border border-line-strong bg-bg px-2.5 text-sm text-faint hover:text-text lg:w-60"
      >
        <Search className="size-3.5" aria-hidden />
        <span className="flex-1 text-left max-lg:hidden">Go to, or do…</span>
        <span className="max-lg:hidden">
          <Kbd>⌘K</Kbd>
        </span>
      </button>
      <ThemeToggle />
      <UserMenu name={name} />
    </header>
  )
}
