'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { QueryState } from '@/components/ui/query-state'
import { Table, Td, Th } from '@/components/ui/table'
import { TimeAgo } from '@/components/ui/time-ago'
import { useUrlState } from '@/components/ui/use-url-state'
import type { OperationDto } from '@/lib/contracts/moves'
import type { ServiceDetailDto } from '@/lib/contracts/services'
import { timelineQuery } from '@/lib/queries/timeline'
import { useCan, type May } from '@/lib/queries/use-can'
import { MoveDialog } from '../move-dialog'
import { operationWords, outcomeSigns } from '../operation-words'
import { PatchView } from '../patch-view'
import { FlagRow } from './flag-row'

/**
 * The operations of a service, newest first, each with its patch, those that can be taken back with Undo; between them
 * the changes of its feature flags.
 */
export function History({ service }: { service: ServiceDetailDto }) {
  const { cluster, namespace, name } = service
  const ref = { cluster, namespace, name }
  const query = useInfiniteQuery(timelineQuery(ref))
  const may = useCan('undo', ref)
  const [named] = useUrlState('operation')
  const [undoing, setUndoing] = useState<OperationDto | null>(null)
  return (
    <Card title="Operations and feature flags">
      <QueryState query={query} title="The history could not be read">
        {({ pages }) => {
          const entries = pages.flatMap(({ items }) => items)
          if (entries.length === 0) {
            return (
              <EmptyState
                title="Nothing has been moved here yet"
                meaning="Aviary has not changed any route of this service, and has seen no change of its feature flags. Changes made around it appear in Audit."
              />
            )
          }
          return (
            <>
              <Table label="Operations and feature flags">
                <thead>
                  <tr>
                    <Th>when</Th>
                    <Th>who</Th>
                    <Th>what</Th>
                    <Th>outcome</Th>
                    <Th>
                      <span className="sr-only">undo</span>
                    </Th>
                  </tr>
                </thead>
                <tbody>
                  {entries.map((entry) =>
                    entry.kind === 'flag' ? (
                      <FlagRow key={`flag-${entry.auditSeq}`} change={entry} />
                    ) : (
                      <OperationRow
                        key={entry.operation.id}
                        operation={entry.operation}
                        named={entry.operation.id === named}
                        may={may}
                        onUndo={() => setUndoing(entry.operation)}
                      />
                    ),
                  )}
                </tbody>
              </Table>
              {query.hasNextPage && (
                <Button
                  className="mt-3"
                  onClick={() => void query.fetchNextPage()}
                  disabled={query.isFetchingNextPage}
                >
                  Show more
                </Button>
              )}
            </>
          )
        }}
      </QueryState>
      <MoveDialog
        open={undoing !== null}
        onOpenChange={(open) => {
          if (!open) setUndoing(null)
        }}
        title="Undo this operation"
        description={
          undoing === null
            ? ''
            : `${operationWords(undoing)}. It is taken back by a small patch, only if nobody has changed the route since.`
        }
        request={undoing === null ? null : { kind: 'undo', service: ref, operation: undoing.id }}
        confirm="Undo"
        done="Undone"
      />
    </Card>
  )
}

/** The row that the address names, once, when it comes on screen. */
function scrollTo(row: HTMLTableRowElement | null): void {
  row?.scrollIntoView({ block: 'center' })
}

interface OperationRowProps {
  operation: OperationDto
  /** Whether the address points at it. */
  named: boolean
  may: May
  onUndo: () => void
}

function OperationRow({ operation, named, may, onUndo }: OperationRowProps) {
  const sign = outcomeSigns[operation.outcome]
  return (
    <tr
      ref={named ? scrollTo : null}
      aria-current={named ? 'true' : undefined}
      className={named ? 'outline-2 -outline-offset-2 outline-canary' : undefined}
    >
      <Td className="align-top">
        <TimeAgo at={operation.at} />
      </Td>
      <Td className="align-top whitespace-nowrap">{operation.actor.name}</Td>
      <Td className="min-w-64">
        <details open={named}>
          <summary className="cursor-pointer">
            {operationWords(operation)}
            {operation.rule !== undefined && <span className="text-muted"> · rule {operation.rule}</span>}
          </summary>
          <div className="mt-2 max-w-3xl">
            <PatchView diff={operation.diff} />
          </div>
        </details>
        {operation.reason !== undefined && <p className="mt-0.5 text-xs text-muted">“{operation.reason}”</p>}
        {operation.release !== undefined && (
          <Link href={`/releases/${operation.release}`} className="text-xs underline underline-offset-2">
            part of a release
          </Link>
        )}
      </Td>
      <Td className="align-top whitespace-nowrap">
        <span className={sign.className}>
          <span aria-hidden>{sign.glyph}</span> {sign.word}
        </span>
        {operation.auditSeq !== undefined && (
          <Link
            href={`/audit/${operation.auditSeq}`}
            className="ml-2 text-xs text-muted underline underline-offset-2"
          >
            audit {operation.auditSeq}
          </Link>
        )}
      </Td>
      <Td numeric className="align-top">
        {operation.undoable && (
          <Button
            size="sm"
            data-testid={`undo-${operation.id}`}
            disabled={!may.allowed}
            title={may.allowed ? undefined : may.reason}
            onClick={onUndo}
          >
            Undo…
          </Button>
        )}
      </Td>
    </tr>
  )
}
