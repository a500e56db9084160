'use client'
import { Check, Link2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '@/components/ui/button'

const words = { idle: 'Copy link', copied: 'Copied', failed: 'Copy it from the address bar' }

/** Copies the address of exactly this view. */
export function CopyLink() {
  const [state, setState] = useState<keyof typeof words>('idle')
  useEffect(() => {
    if (state === 'idle') return
    const timer = setTimeout(() => setState('idle'), 2_000)
    return () => clearTimeout(timer)
  }, [state])
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(window.location.href)
      setState('copied')
    } catch {
      // Clipboards are closed to pages without focus or a secure origin.
      setState('failed')
    }
  }
  return (
    <Button
      className="h-8 shrink-0 px-2.5"
      title="The address of exactly this view"
      onClick={() => void copy()}
    >
      {state === 'copied' ? (
        <Check className="size-4" aria-hidden />
      ) : (
        <Link2 className="size-4" aria-hidden />
      )}
      <span aria-live="polite" className="max-md:sr-only">
        {words[state]}
      </span>
    </Button>
  )
}
