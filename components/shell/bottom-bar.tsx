'use client'
import { Menu } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useState } from 'react'
import { Dialog, DialogContent, DialogTrigger } from '@/components/ui/dialog'
import { cn } from '@/lib/cn'
import { NavLink, WaitingCount } from './nav-link'
import { isOpen, navItems } from './nav-items'

const FIRST = 4

/** The navigation of a phone: four pages and a drawer with the rest. */
export function BottomBar() {
  const pathname = usePathname()
  const [drawer, setDrawer] = useState(false)
  const cell = 'relative flex flex-1 flex-col items-center justify-center gap-0.5 text-2xs'
  return (
    <nav aria-label="Main, small" data-print="hide" className="flex border-t border-line bg-panel md:hidden">
      {navItems.slice(0, FIRST).map((item) => {
        const open = isOpen(item, pathname)
        const Sign = item.icon
        return (
          <Link
            key={item.href}
            href={item.href}
            aria-current={open ? 'page' : undefined}
            className={cn(cell, open ? 'font-semibold text-text' : 'text-muted')}
          >
            <Sign className="size-5" aria-hidden />
            {item.label}
            {item.href === '/' && (
              <span className="absolute top-1 left-1/2 ml-2">
                <WaitingCount />
              </span>
            )}
          </Link>
        )
      })}
      <Dialog open={drawer} onOpenChange={setDrawer}>
        <DialogTrigger className={cn(cell, 'text-muted')}>
          <Menu className="size-5" aria-hidden />
          More
        </DialogTrigger>
        <DialogContent
          title="More pages"
          className="top-auto bottom-0 left-0 w-full translate-x-0 rounded-b-none pb-8"
        >
          <div className="flex flex-col gap-1">
            {navItems.slice(FIRST).map((item) => (
              <NavLink key={item.href} item={item} onGo={() => setDrawer(false)} />
            ))}
          </div>
        </DialogContent>
      </Dialog>
    </nav>
  )
}
