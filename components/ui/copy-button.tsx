'use client'
import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from './button'

interface CopyButtonProps {
  /** What lands in the clipboard. */
  text: string
  /** What it is, for the accessible name: "Copy the operation id". */
  label: string
  /** Shown beside the icon. */
  children?: string
}

/** Copies a text and says so. */
export function CopyButton({ text, label, children }: CopyButtonProps) {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle')
  useEffect(() => {
    if (state === 'idle') return
    const timer = setTimeout(() => setState('idle'), 2000)
    return () => clearTimeout(timer)
  }, [state])
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setState('copied')
    } catch {
      // Clipboards are closed to pages without focus or a secure origin.
      setState('failed')
    }
  }
  const words = { idle: children, copied: 'Copied', failed: 'Select it and copy by hand' }[state]
  return (
    <Button
      variant="ghost"
      size={words === undefined ? 'icon' : 'sm'}
      aria-label={label}
      onClick={() => void copy()}
    >
      {state === 'copied' ? (
        <Check className="size-3.5" aria-hidden />
      ) : (
        <Copy className="size-3.5" aria-hidden />
      )}
      {words !== undefined && <span aria-live="polite">{words}</span>}
    </Button>
  )
}
