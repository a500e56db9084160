'use client'
import { useId } from 'react'
import { Button, type ButtonProps } from '@/components/ui/button'
import { Tooltip } from '@/components/ui/tooltip'

interface ActionButtonProps extends Omit<ButtonProps, 'asChild' | 'disabled'> {
  /** Why it can't be pressed; undefined when it can. */
  block: string | undefined
}

/** A button that stays reachable when it can't be used, and says why. */
export function ActionButton({ block, onClick, children, variant, ...rest }: ActionButtonProps) {
  const id = useId()
  const button = (
    <Button
      variant={block !== undefined && variant === 'next' ? 'secondary' : variant}
      aria-disabled={block !== undefined}
      aria-describedby={block === undefined ? undefined : id}
      onClick={(event) => {
        if (block === undefined) onClick?.(event)
      }}
      {...rest}
    >
      {children}
      {block !== undefined && (
        <span id={id} className="sr-only">
          {block}
        </span>
      )}
    </Button>
  )
  return block === undefined ? button : <Tooltip content={block}>{button}</Tooltip>
}
