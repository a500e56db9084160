import Link from 'next/link'
import { patchLines } from '@/components/traffic/split-bar/patch-lines'
import { CopyButton } from '@/components/ui/copy-button'
import type { OperationDto } from '@/lib/contracts/moves'
import { Patch } from './patch'

interface OperationDetailsProps {
  id: string
  /** Undefined when the release does not carry it. */
  operation: OperationDto | undefined
}

/** An operation of the log: its outcome, and, opened, what it changed and where it is written down. */
export function OperationDetails({ id, operation }: OperationDetailsProps) {
  const outcome = operation?.outcome.replaceAll('-', ' ') ?? ''
  return (
    <details className="group mt-0.5 text-xs text-muted">
      <summary className="cursor-pointer list-none rounded-sm underline decoration-line-strong underline-offset-2 hover:text-text">
        operation {outcome}
      </summary>
      <div className="mt-1.5 flex flex-col gap-1.5">
        {operation !== undefined && <Patch lines={patchLines(operation.diff)} />}
        <p className="flex items-center">
          <span className="truncate font-mono">{id}</span>
          <CopyButton text={id} label="Copy the operation id" />
        </p>
        {operation?.auditSeq !== undefined && (
          <Link className="underline hover:text-text" href={`/audit/${operation.auditSeq}`}>
            Audit event {operation.auditSeq}
          </Link>
        )}
      </div>
    </details>
  )
}
