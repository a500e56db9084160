'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { cn } from '@/lib/cn'
import { waitingQuery } from '@/lib/queries/waiting'
import { isOpen, type NavItem } from './nav-items'

/** One entry of the side navigation; Now counts what waits for a human. */
export function NavLink({ item, onGo }: { item: NavItem; onGo?: () => void }) {
  const open = isOpen(item, usePathname())
  const Sign = item.icon
  return (
    <Link
      href={item.href}
      aria-current={open ? 'page' : undefined}
      {...(onGo === undefined ? {} : { onClick: onGo })}
      className={cn(
        'flex items-center gap-2.5 rounded-md px-2.5 py-1.5 text-sm',
        open ? 'bg-stable-soft font-semibold text-text' : 'text-muted hover:bg-stable-soft hover:text-text',
      )}
    >
      <Sign className="size-4" aria-hidden />
      <span className="flex-1">{item.label}</span>
      {item.href === '/' && <WaitingCount />}
    </Link>
  )
}

/** How much waits for a human; nothing at none. */
export function WaitingCount() {
  const { data } = useQuery(waitingQuery())
  const count = data?.items.length ?? 0
  if (count === 0) return null
  return (
    <span
      data-testid="waiting-count"
      className="rounded-full bg-canary px-1.5 text-2xs leading-4.5 font-bold text-canary-ink"
    >
      {count}
      <span className="sr-only"> {count === 1 ? 'waits' : 'wait'} for a human</span>
    </span>
  )
}
