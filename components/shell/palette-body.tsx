'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Command } from 'cmdk'
import { useRouter } from 'next/navigation'
import { useDeferredValue, useState, type ReactNode } from 'react'
import { releasesQuery } from '@/lib/queries/releases'
import { servicesQuery } from '@/lib/queries/services'
import { navItems } from './nav-items'
import { chooseTheme, themeChoices } from './theme'

/** What the palette finds and does; its own file, because nobody needs it to see a page. */
export function PaletteBody({ onDone }: { onDone: () => void }) {
  const [text, setText] = useState('')
  const q = useDeferredValue(text.trim())
  const router = useRouter()
  const services = useInfiniteQuery(servicesQuery({ q }, 8))
  const releases = useInfiniteQuery(releasesQuery({ state: 'live' }, 50))
  const go = (href: string) => {
    onDone()
    router.push(href)
  }
  const rows = services.data?.pages.flatMap(({ items }) => items) ?? []
  const live = releases.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <Command label="Go to, or do" className="flex max-h-[60vh] flex-col">
      <Command.Input
        autoFocus
        value={text}
        onValueChange={setText}
        placeholder="A service, a release, a page…"
        className="h-12 shrink-0 border-b border-line bg-transparent px-4 text-base outline-none"
      />
      <Command.List className="overflow-y-auto p-1.5">
        <Command.Empty className="px-3 py-6 text-center text-sm text-muted">
          Nothing is called that.
        </Command.Empty>
        <Group title="Releases in flight">
          {live.map(({ id, service, from, to, state }) => (
            <Item
              key={id}
              value={`release ${service.name} ${from} ${to} ${id}`}
              onSelect={() => go(`/releases/${id}`)}
            >
              {service.name} {from} → {to} <Quiet>{state}</Quiet>
            </Item>
          ))}
        </Group>
        <Group title="Services">
          {rows.map(({ cluster, namespace, name }) => (
            <Item
              key={`${cluster}/${namespace}/${name}`}
              value={`service ${namespace} ${name} ${cluster}`}
              onSelect={() => go(`/services/${cluster}/${namespace}/${name}`)}
            >
              {name} <Quiet>{namespace}</Quiet>
            </Item>
          ))}
        </Group>
        <Group title="Pages">
          {navItems.map(({ href, label, key }) => (
            <Item key={href} value={`page ${label}`} onSelect={() => go(href)}>
              {label} <Quiet>g {key}</Quiet>
            </Item>
          ))}
          <Item value="release new start" onSelect={() => go('/releases/new')}>
            Start a release
          </Item>
        </Group>
        <Group title="Theme">
          {themeChoices.map((choice) => (
            <Item
              key={choice}
              value={`theme ${choice}`}
              onSelect={() => {
                chooseTheme(choice)
                onDone()
              }}
            >
              Theme: {choice}
            </Item>
          ))}
        </Group>
      </Command.List>
    </Command>
  )
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={title}
      className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-muted"
    >
      {children}
    </Command.Group>
  )
}

function Item({ value, onSelect, children }: { value: string; onSelect: () => void; children: ReactNode }) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex cursor-pointer items-center justify-between gap-3 rounded-md px-2.5 py-2 text-sm data-[selected=true]:bg-stable-soft"
    >
      {children}
    </Command.Item>
  )
}

function Quiet({ children }: { children: ReactNode }) {
  return <span className="text-xs text-muted">{children}</span>
}
