'use client'
import { stringify } from 'yaml'
import { CopyButton } from '@/components/ui/copy-button'
import type { OperationDto } from '@/lib/contracts/moves'

/** The objects that a move makes, as YAML to read and to copy. */
export function NewObjects({ diff }: { diff: OperationDto['diff'] }) {
  const text = diff.map(({ body }) => stringify(body, { lineWidth: 0 })).join('---\n')
  const names = diff.map(({ object }) => `${object.kind} ${object.name}`).join(', ')
  return (
    <div>
      <p className="mb-1 flex items-center justify-between gap-2 text-xs text-muted">
        <span>makes {names}</span>
        <CopyButton text={text} label="Copy the YAML of the new objects">
          YAML
        </CopyButton>
      </p>
      <pre
        tabIndex={0}
        aria-label="New objects"
        data-testid="new-objects"
        className="max-h-[min(14rem,32vh)] shrink-0 overflow-auto rounded-md bg-bg px-3 py-2 font-mono text-xs leading-5"
      >
        {text}
      </pre>
    </div>
  )
}
