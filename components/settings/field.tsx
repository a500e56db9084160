import { useId, type ReactNode } from 'react'

interface FieldProps {
  label: string
  hint?: string
  problem?: string | undefined
  /** Draws the control with the attributes that tie it to label, hint and problem. */
  children: (attributes: { id: string; 'aria-describedby': string; 'aria-invalid'?: true }) => ReactNode
}

/** A labelled control of a form, with a hint and what is wrong with it. */
export function Field({ label, hint, problem, children }: FieldProps) {
  const id = useId()
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-xs text-muted">
        {label}
      </label>
      {children({
        id,
        'aria-describedby': `${id}-words`,
        ...(problem === undefined ? {} : { 'aria-invalid': true as const }),
      })}
      <p id={`${id}-words`} className="text-xs text-muted empty:hidden">
        {problem === undefined ? hint : <span className="text-failing">{problem}</span>}
      </p>
    </div>
  )
}
