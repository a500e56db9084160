'use client'
import { useState, type ReactNode } from 'react'
import { RollbackBanner } from '@/components/audit/rollback-banner'
import { LiveProvider } from '@/lib/queries/use-live-events'
import { BottomBar } from './bottom-bar'
import { CommandPalette } from './command-palette'
import { ShortcutsDialog } from './shortcuts-dialog'
import { SideNav } from './side-nav'
import { SignInAgain } from './sign-in-again'
import { TopBar } from './top-bar'
import { useShortcuts } from './use-shortcuts'

/** The frame around every page of a signed-in person. The page scrolls inside `main`. */
export function ConsoleShell({ name, children }: { name: string; children: ReactNode }) {
  const [palette, setPalette] = useState(false)
  const [help, setHelp] = useState(false)
  useShortcuts({ palette: () => setPalette(true), help: () => setHelp(true) })
  return (
    <LiveProvider>
      <a
        href="#main"
        className="sr-only z-50 rounded-md bg-raised px-3 py-2 focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the page
      </a>
      <div className="grid h-dvh grid-cols-[minmax(0,1fr)] grid-rows-[52px_minmax(0,1fr)_56px] md:grid-cols-[200px_minmax(0,1fr)] md:grid-rows-[52px_minmax(0,1fr)] print:block print:h-auto">
        <TopBar name={name} onPalette={() => setPalette(true)} />
        <SideNav onShortcuts={() => setHelp(true)} />
        <div className="flex min-h-0 min-w-0 flex-col print:block">
          <RollbackBanner />
          <main
            id="main"
            tabIndex={-1}
            className="relative min-h-0 flex-1 overflow-y-auto outline-none print:overflow-visible"
          >
            {children}
          </main>
        </div>
        <BottomBar />
      </div>
      <CommandPalette open={palette} onOpenChange={setPalette} />
      <ShortcutsDialog open={help} onOpenChange={setHelp} />
      <SignInAgain />
    </LiveProvider>
  )
}
