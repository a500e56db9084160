'use client'
import { Kbd } from '@/components/ui/kbd'
import { NavLink } from './nav-link'
import { navItems } from './nav-items'

/** The navigation on the left, from 768 px. */
export function SideNav({ onShortcuts }: { onShortcuts: () => void }) {
  const pages = navItems.filter(({ href }) => href !== '/settings')
  const settings = navItems.filter(({ href }) => href === '/settings')
  return (
    <nav
      aria-label="Main"
      data-print="hide"
      className="hidden flex-col gap-0.5 overflow-y-auto border-r border-line bg-panel p-2.5 pt-3.5 md:flex"
    >
      {pages.map((item) => (
        <NavLink key={item.href} item={item} />
      ))}
      <div className="flex-1" />
      {settings.map((item) => (
        <NavLink key={item.href} item={item} />
      ))}
      <button
        type="button"
        onClick={onShortcuts}
        className="rounded-md px-2.5 py-1.5 text-left text-xs text-faint hover:text-text"
      >
        <Kbd>?</Kbd> shortcuts
      </button>
    </nav>
  )
}
