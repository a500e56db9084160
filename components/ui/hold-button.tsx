'use client'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { cn } from '@/lib/cn'
import { Button, type ButtonProps } from './button'

/** Milliseconds; the CSS animation `hold` lasts as long. */
const HOLD_MS = 800

interface HoldButtonProps extends Omit<ButtonProps, 'onClick' | 'children' | 'asChild'> {
  children: ReactNode
  onConfirm: () => void
}

/**
 * A button that acts when held for 0.8 s, by pointer, Enter or Space. A click without a press (assistive
 * technology) asks once more instead.
 */
export function HoldButton({ children, onConfirm, className, disabled, ...rest }: HoldButtonProps) {
  const [holding, setHolding] = useState(false)
  const [asking, setAsking] = useState(false)
  const pressed = useRef(false)

  useEffect(() => {
    if (!holding) return
    const timer = setTimeout(() => {
      setHolding(false)
      onConfirm()
    }, HOLD_MS)
    return () => clearTimeout(timer)
  }, [holding, onConfirm])

  const end = () => setHolding(false)
  const leave = () => {
    pressed.current = false
    end()
  }
  const click = () => {
    if (pressed.current) {
      pressed.current = false
      return
    }
    if (asking) onConfirm()
    setAsking(!asking)
  }
  return (
    <Button
      variant="danger"
      className={cn('relative touch-none overflow-hidden select-none', className)}
      disabled={disabled}
      onPointerDown={() => {
        pressed.current = true
        setHolding(true)
      }}
      onPointerUp={end}
      onPointerLeave={leave}
      onPointerCancel={leave}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return
        // A held key would click again and again.
        event.preventDefault()
        if (!event.repeat) setHolding(true)
      }}
      onKeyUp={(event) => {
        if (event.key === ' ') event.preventDefault()
        end()
      }}
      onBlur={() => {
        end()
        setAsking(false)
      }}
      onClick={click}
      {...rest}
    >
      {holding && (
        <span aria-hidden className="absolute inset-0 origin-left animate-hold bg-failing-fill opacity-35" />
      )}
      <span className="relative">{children}</span>
      <small className="relative font-normal opacity-80">{asking ? 'again to confirm' : 'hold'}</small>
    </Button>
  )
}
