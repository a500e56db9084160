'use client'
import { Monitor, Moon, Sun } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Tooltip } from '@/components/ui/tooltip'
import { chooseTheme, themeChoices, useTheme } from './theme'

const signs = { system: Monitor, light: Sun, dark: Moon }

/** Goes round system, light, dark. */
export function ThemeToggle() {
  const theme = useTheme()
  const Sign = signs[theme]
  const next = themeChoices[(themeChoices.indexOf(theme) + 1) % themeChoices.length] ?? 'system'
  return (
    <Tooltip content={`Theme: ${theme}. Next: ${next}`}>
      <Button
        variant="ghost"
        size="icon"
        aria-label={`Theme: ${theme}. Change to ${next}`}
        onClick={() => chooseTheme(next)}
      >
        <Sign className="size-4" aria-hidden />
      </Button>
    </Tooltip>
  )
}
