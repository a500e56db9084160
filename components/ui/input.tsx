import type { ComponentProps } from 'react'
import { cn } from '@/lib/cn'

const look =
  'rounded-md border border-line-strong bg-bg px-2.5 text-sm text-text disabled:cursor-not-allowed disabled:opacity-55'

/** A one-line field; give it a label or `aria-label`. */
export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input className={cn(look, 'h-8', className)} {...rest} />
}

/** A field of several lines; give it a label or `aria-label`. */
export function TextArea({ className, ...rest }: ComponentProps<'textarea'>) {
  return <textarea className={cn(look, 'py-1.5', className)} {...rest} />
}
