import { Button } from '@/components/ui/button'
import { ErrorState } from '@/components/ui/error-state'
import { ApiProblem } from '@/lib/queries/api-problem'
import { lineOf } from './policy-words'

interface PolicyRefusalProps {
  error: Error
  /** Shows a line of the text, from 1. */
  onLine: (line: number) => void
  /** After a conflict: goes on from the text that is in force now. */
  onTakeNew?: () => void
}

/** Why a text was refused, each problem with a way to its line. */
export function PolicyRefusal({ error, onLine, onTakeNew }: PolicyRefusalProps) {
  const fields = error instanceof ApiProblem ? error.fields : []
  return (
    <div className="flex flex-col gap-3" data-testid="policy-refusal">
      <ErrorState
        title="The policy was not taken"
        error={error}
        meaning="The one in force stays."
        {...(onTakeNew === undefined ? {} : { todo: 'Look at what changed, then decide again.' })}
        {...(fields.length === 0 ? {} : { todo: 'Correct these lines:' })}
      />
      {fields.length > 0 && (
        <ul className="flex flex-col gap-1">
          {fields.map(({ path, message }) => {
            const line = lineOf(message)
            const words = `${message.replace(/^line \d+: /, '')}${path === 'text' ? '' : ` (${path.replace(/^text\./, '')})`}`
            return (
              <li key={`${path} ${message}`} className="flex flex-wrap items-baseline gap-2 text-sm">
                {line !== undefined && (
                  <Button size="sm" onClick={() => onLine(line)}>
                    line {line}
                  </Button>
                )}
                <span className="min-w-0 break-words">{words}</span>
              </li>
            )
          })}
        </ul>
      )}
      {onTakeNew !== undefined && (
        <div>
          <Button data-testid="policy-rebase" onClick={onTakeNew}>
            Compare my text with the new one
          </Button>
        </div>
      )}
    </div>
  )
}
