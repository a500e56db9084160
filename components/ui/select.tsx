'use client'
import { Check, ChevronDown } from 'lucide-react'
import { Select as Radix } from 'radix-ui'
import { cn } from '@/lib/cn'

export interface SelectOption {
  value: string
  label: string
}

interface SelectProps {
  /** Said before the value, and the accessible name. */
  label: string
  value: string
  options: readonly SelectOption[]
  onChange: (value: string) => void
  disabled?: boolean
  className?: string
}

/** "Window  1 min": a label and a value in one control. An option's value must not be empty. */
export function Select({ label, value, options, onChange, disabled = false, className }: SelectProps) {
  return (
    <Radix.Root value={value} onValueChange={onChange} disabled={disabled}>
      <Radix.Trigger
        aria-label={label}
        className={cn(
          'inline-flex h-8 items-center gap-2 rounded-md border border-line-strong bg-panel px-2.5 text-sm whitespace-nowrap hover:bg-stable-soft disabled:opacity-55',
          className,
        )}
      >
        <span className="text-muted">{label}</span>
        <span className="font-medium">
          <Radix.Value />
        </span>
        <Radix.Icon>
          <ChevronDown className="size-3.5 text-muted" aria-hidden />
        </Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className="z-50 max-h-80 min-w-40 overflow-hidden rounded-lg border border-line-strong bg-raised p-1 shadow-xl"
        >
          <Radix.Viewport>
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={option.value}
                className="flex cursor-default items-center justify-between gap-4 rounded-md px-2.5 py-1.5 text-sm outline-none data-[highlighted]:bg-stable-soft"
              >
                <Radix.ItemText>{option.label}</Radix.ItemText>
                <Radix.ItemIndicator>
                  <Check className="size-3.5" aria-hidden />
                </Radix.ItemIndicator>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
