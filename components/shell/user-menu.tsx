'use client'
import { useQuery } from '@tanstack/react-query'
import { LogOut, UserCog } from 'lucide-react'
import Link from 'next/link'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu'
import { meQuery } from '@/lib/queries/me'
import { announceSignOut } from '@/lib/queries/session-events'
import { endSession } from '@/lib/queries/sign-in-calls'

/** First letters of the first two words of a name. */
export function initialsOf(name: string): string {
  const [first = '', second = ''] = name.trim().split(/\s+/)
  return `${first.charAt(0)}${second === '' ? first.charAt(1) : second.charAt(0)}`.toUpperCase()
}

/** Signs out and leaves the page; the person's other tabs learn of it. */
async function leave(): Promise<void> {
  await endSession()
  announceSignOut()
  window.location.assign('/signin?signedout=1')
}

/** Who is signed in, with which roles; the way out. */
export function UserMenu({ name }: { name: string }) {
  const { data } = useQuery(meQuery())
  const roles = data?.roles ?? []
  return (
    <DropdownMenu>
      <DropdownMenuTrigger className="flex items-center gap-2 rounded-md p-1 text-sm text-muted hover:text-text">
        <span
          aria-hidden
          className="grid size-7 place-items-center rounded-full bg-stable-soft text-2xs font-semibold text-text"
        >
          {initialsOf(name)}
        </span>
        <span className="max-md:sr-only">{name}</span>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuLabel>
          <span className="block text-sm font-semibold text-text">{name}</span>
          {roles.length === 0 ? 'no role' : roles.join(', ')}
        </DropdownMenuLabel>
        <DropdownMenuSeparator />
        <DropdownMenuItem asChild>
          <Link href="/settings">
            <UserCog className="size-4" aria-hidden /> What I may do
          </Link>
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => void leave()}>
          <LogOut className="size-4" aria-hidden /> Sign out
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
