'use client'
import { useId } from 'react'
import { Button, type ButtonProps } from '@/components/ui/button'
import { Tooltip } from '@/components/ui/tooltip'

interface ActionButtonProps extends Omit<ButtonProps, 'asChild' | 'disabled'> {
  /** Why it can't be pressed; undefined when it can. */
  block: string | undefined
  /** What it does, while it can be pressed. */
  hint: string
}

/** A button that stays reachable when it can't be used, and says why. */
export function ActionButton({ block, hint, onClick, children, variant, ...rest }: ActionButtonProps) {
  const id = useId()
  const words = block ?? hint
  // One structure whether blocked or not: a button that is made anew loses the focus and the click on it.
  return (
    <>
      <Tooltip content={words}>
        <Button
          variant={block !== undefined && variant === 'next' ? 'secondary' : variant}
          aria-disabled={block !== undefined}
          aria-describedby={id}
          onClick={(event) => {
            if (block === undefined) onClick?.(event)
          }}
          {...rest}
        >
          {children}
        </Button>
      </Tooltip>
      <span id={id} className="sr-only">
        {words}
      </span>
    </>
  )
}
