import { useId, type ReactNode } from 'react'

interface FieldProps {
  label: string
  /** Under the field while nothing is wrong. */
  hint?: ReactNode
  problem?: string | undefined
  /** Gets the ids for `id` and `aria-describedby`. */
  children: (ids: { id: string; 'aria-describedby': string; 'aria-invalid': boolean }) => ReactNode
}

/** A labelled field with a hint, or with what is wrong. */
export function Field({ label, hint, problem, children }: FieldProps) {
  const id = useId()
  const note = `${id}-note`
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {children({ id, 'aria-describedby': note, 'aria-invalid': problem !== undefined })}
      <p id={note} className={problem === undefined ? 'text-xs text-muted' : 'text-xs text-failing'}>
        {problem === undefined ? (
          hint
        ) : (
          <>
            <span aria-hidden>▲</span> {problem}
          </>
        )}
      </p>
    </div>
  )
}
