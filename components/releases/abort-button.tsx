'use client'
import { useEffect, useEffectEvent, useId, useRef, useState, type MouseEvent, type PointerEvent } from 'react'
import { Button } from '@/components/ui/button'
import { Tooltip } from '@/components/ui/tooltip'
import { cn } from '@/lib/cn'
import type { Abort } from './use-abort'
import type { Armed } from './use-armed'

/** Milliseconds of holding that abort. */
const HOLD_MS = 600

interface AbortButtonProps {
  abort: Abort
  armed: Armed
  /** "checkout v1 → v2", for the accessible name. */
  what: string
  size?: 'sm' | 'md'
  className?: string
}

/** Aborts when held for 0.6 s; by keyboard A arms and Enter does it. Never waits for anything else on the page. */
export function AbortButton({ abort, armed: arming, what, size = 'md', className }: AbortButtonProps) {
  const { armed, arm, disarm, attach } = arming
  const [holding, setHolding] = useState(false)
  const byPointer = useRef(false)
  const hint = useId()
  const fire = useEffectEvent(() => {
    setHolding(false)
    disarm()
    abort.send()
  })
  useEffect(() => {
    if (!holding) return
    const timer = setTimeout(() => fire(), HOLD_MS)
    return () => clearTimeout(timer)
  }, [holding])

  const usable = abort.block === undefined && !abort.pending
  const begin = (event: PointerEvent) => {
    if (!usable || event.button !== 0) return
    byPointer.current = true
    setHolding(true)
  }
  const end = () => setHolding(false)
  const click = (event: MouseEvent) => {
    // The click that ends a press means nothing; one without a press comes from a key or a screen reader.
    if (byPointer.current && event.detail > 0) {
      byPointer.current = false
      return
    }
    byPointer.current = false
    if (!usable) return
    if (!armed) {
      arm()
      return
    }
    disarm()
    abort.send()
  }
  const words = abort.block ?? 'Press and hold, or press A and then Enter.'
  return (
    <>
      <Tooltip content={words}>
        <Button
          ref={attach}
          variant="danger"
          size={size}
          data-testid="abort"
          aria-label={armed ? `Abort ${what}: press Enter to confirm` : `Abort ${what}`}
          aria-describedby={hint}
          aria-keyshortcuts="a"
          aria-disabled={abort.block !== undefined}
          aria-busy={abort.pending}
          className={cn(
            'relative touch-none overflow-hidden [-webkit-touch-callout:none] select-none',
            armed && 'border-failing',
            className,
          )}
          onPointerDown={begin}
          onPointerUp={end}
          onPointerLeave={end}
          onPointerCancel={end}
          onContextMenu={(event) => event.preventDefault()}
          onClick={click}
          onKeyDown={(event) => {
            if (event.key === 'Escape') disarm()
          }}
          onBlur={() => {
            end()
            disarm()
          }}
        >
          {holding && (
            <span
              aria-hidden
              className="absolute inset-0 origin-left animate-hold bg-failing-fill opacity-35 [animation-duration:600ms]"
            />
          )}
          <span className="relative">{abort.pending ? 'Aborting…' : 'Abort'}</span>
          {!abort.pending && (
            <small aria-hidden className="relative font-normal">
              {armed ? 'Enter' : 'hold'}
            </small>
          )}
        </Button>
      </Tooltip>
      <span id={hint} className="sr-only">
        {words}
      </span>
    </>
  )
}
