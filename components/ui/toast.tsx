'use client'
import { X } from 'lucide-react'
import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react'
import { cn } from '@/lib/cn'
import { ToastTimer } from './toast-timer'

export interface ToastMessage {
  title: string
  detail?: string
  /** An error stays until it is closed. */
  tone?: 'done' | 'error'
}
interface Shown extends ToastMessage {
  id: number
}

const ToastContext = createContext<((message: ToastMessage) => void) | null>(null)

/** Shows a toast; only for what this person did here. Others' moves appear in place. */
export function useToast(): (message: ToastMessage) => void {
  const show = useContext(ToastContext)
  if (show === null) throw new Error('useToast needs a ToastProvider above it.')
  return show
}

/** Holds the toasts of a page. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [{ shown }, setState] = useState<{ shown: Shown[]; last: number }>({ shown: [], last: 0 })
  const close = useCallback(
    (id: number) =>
      setState((state) => ({ ...state, shown: state.shown.filter((toast) => toast.id !== id) })),
    [],
  )
  const show = useCallback(
    (message: ToastMessage) =>
      setState(({ shown: before, last }) => ({
        shown: [...before.slice(-3), { ...message, id: last + 1 }],
        last: last + 1,
      })),
    [],
  )
  const value = useMemo(() => show, [show])
  return (
    <ToastContext value={value}>
      {children}
      <div
        role="status"
        aria-live="polite"
        data-print="hide"
        className="pointer-events-none fixed right-4 bottom-20 z-50 flex w-80 max-w-[calc(100vw-2rem)] flex-col gap-2 md:bottom-4"
      >
        {shown.map((toast) => (
          <div
            key={toast.id}
            className={cn(
              'pointer-events-auto flex animate-rise items-start gap-3 rounded-lg border bg-raised p-3 shadow-xl',
              toast.tone === 'error' ? 'border-failing' : 'border-line-strong',
            )}
          >
            <span aria-hidden className={toast.tone === 'error' ? 'text-failing' : 'text-ok'}>
              {toast.tone === 'error' ? '▲' : '✓'}
            </span>
            <div className="min-w-0 flex-1">
              <p className="font-medium">{toast.title}</p>
              {toast.detail !== undefined && <p className="mt-0.5 text-xs text-muted">{toast.detail}</p>}
            </div>
            <button
              type="button"
              aria-label="Close this message"
              onClick={() => close(toast.id)}
              className="text-muted hover:text-text"
            >
              <X className="size-4" aria-hidden />
            </button>
            {toast.tone !== 'error' && <ToastTimer onEnd={() => close(toast.id)} />}
          </div>
        ))}
      </div>
    </ToastContext>
  )
}
