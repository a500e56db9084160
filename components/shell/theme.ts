'use client'
import { useSyncExternalStore } from 'react'
import { THEME_KEY } from './theme-script'

export const themeChoices = ['system', 'light', 'dark'] as const
export type ThemeChoice = (typeof themeChoices)[number]

const CHANGED = 'aviary-theme-changed'

function read(): ThemeChoice {
  try {
    return themeChoices.find((choice) => choice === localStorage.getItem(THEME_KEY)) ?? 'system'
  } catch {
    // Storage can be closed to a page; the system's choice then stands.
    return 'system'
  }
}

function apply(): void {
  const choice = read()
  const dark =
    choice === 'dark' || (choice === 'system' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light'
}

function subscribe(listener: () => void): () => void {
  const system = matchMedia('(prefers-color-scheme: dark)')
  const changed = () => {
    apply()
    listener()
  }
  system.addEventListener('change', changed)
  window.addEventListener('storage', changed)
  window.addEventListener(CHANGED, changed)
  return () => {
    system.removeEventListener('change', changed)
    window.removeEventListener('storage', changed)
    window.removeEventListener(CHANGED, changed)
  }
}

/** Stores the choice; every open tab follows. */
export function chooseTheme(choice: ThemeChoice): void {
  try {
    localStorage.setItem(THEME_KEY, choice)
  } catch {
    document.documentElement.dataset['theme'] = choice === 'light' ? 'light' : 'dark'
    return
  }
  window.dispatchEvent(new Event(CHANGED))
}

/** The chosen theme; `system` on the server. */
export function useTheme(): ThemeChoice {
  return useSyncExternalStore(subscribe, read, () => 'system')
}
