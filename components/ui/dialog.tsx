'use client'
import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ComponentProps, ReactNode } from 'react'
import { cn } from '@/lib/cn'

export const Dialog = Radix.Root
export const DialogTrigger = Radix.Trigger
export const DialogClose = Radix.Close

interface DialogContentProps extends Omit<ComponentProps<typeof Radix.Content>, 'title'> {
  title: ReactNode
  /** Says what will happen; read out with the title. */
  description?: ReactNode
  /** Hides the heading from sight only. */
  quietTitle?: boolean
}

/** The panel of a dialog, with scrim, title and a close button. */
export function DialogContent({
  title,
  description,
  quietTitle,
  className,
  children,
  ...rest
}: DialogContentProps) {
  return (
    <Radix.Portal>
      <Radix.Overlay className="fixed inset-0 z-40 bg-scrim" />
      <Radix.Content
        className={cn(
          'fixed top-[12vh] left-1/2 z-50 flex max-h-[80vh] w-[min(34rem,calc(100vw-2rem))] -translate-x-1/2 flex-col gap-4 overflow-y-auto rounded-xl border border-line-strong bg-raised p-5 shadow-2xl',
          className,
        )}
        {...(description === undefined ? { 'aria-describedby': undefined } : {})}
        {...rest}
      >
        <header className={quietTitle ? 'sr-only' : 'flex flex-col gap-1 pr-8'}>
          <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
          {description !== undefined && (
            <Radix.Description className="text-sm text-muted">{description}</Radix.Description>
          )}
        </header>
        {children}
        {!quietTitle && (
          <Radix.Close
            aria-label="Close"
            className="absolute top-4 right-4 rounded-sm p-1 text-muted hover:bg-stable-soft hover:text-text"
          >
            <X className="size-4" aria-hidden />
          </Radix.Close>
        )}
      </Radix.Content>
    </Radix.Portal>
  )
}

/** The row of buttons at the foot of a dialog. */
export function DialogFooter({ className, ...rest }: ComponentProps<'footer'>) {
  return <footer className={cn('flex flex-wrap justify-end gap-2', className)} {...rest} />
}
