import {
  Activity,
  ClipboardList,
  Layers,
  Rocket,
  Settings,
  TriangleAlert,
  Waypoints,
  type LucideIcon,
} from 'lucide-react'

export interface NavItem {
  href: string
  label: string
  icon: LucideIcon
  /** Pressed after `g`. */
  key: string
  /** Another path whose pages belong here. */
  also?: string
}

/** The pages of the console, in the order of the navigation. */
export const navItems: readonly NavItem[] = [
  { href: '/', label: 'Now', icon: Activity, key: 'n' },
  { href: '/topology', label: 'Topology', icon: Waypoints, key: 't' },
  { href: '/services', label: 'Services', icon: Layers, key: 's' },
  { href: '/releases', label: 'Releases', icon: Rocket, key: 'r', also: '/rollouts' },
  { href: '/findings', label: 'Findings', icon: TriangleAlert, key: 'f' },
  { href: '/audit', label: 'Audit', icon: ClipboardList, key: 'a' },
  { href: '/settings', label: 'Settings', icon: Settings, key: 'e' },
]

/** Whether a page, or one below it, is open. */
export function isOpen(item: NavItem, pathname: string): boolean {
  if (item.href === '/') return pathname === '/'
  const under = (path: string) => pathname === path || pathname.startsWith(`${path}/`)
  return under(item.href) || (item.also !== undefined && under(item.also))
}
