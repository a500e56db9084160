'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { OperationDto } from '@/lib/contracts/moves'
import { isSettled, operationQuery } from '@/lib/queries/operations'
import { serviceQuery, type ServiceRef } from '@/lib/queries/services'
import { isOver, observe, ticksOf, type Seen, type Tick } from './apply-progress'

/** Milliseconds between looks at the service until its split is verified. */
const LOOK_MS = 2_000

export interface ApplyProgress {
  operation: OperationDto | null
  ticks: Tick[]
  begin: (operation: OperationDto) => void
  dismiss: () => void
}

/** Follows one move from its intent to the verified split. */
export function useApplyProgress(service: ServiceRef): ApplyProgress {
  const [begun, setBegun] = useState<OperationDto | null>(null)
  const [seen, setSeen] = useState<Seen>({})
  const open = begun !== null && !isSettled(begun)
  const later = useQuery({ ...operationQuery(begun?.id ?? ''), enabled: open })
  const operation = open ? (later.data ?? begun) : begun
  const running = operation !== null && !isOver(operation, seen)
  const detail = useQuery({ ...serviceQuery(service), enabled: running, refetchInterval: LOOK_MS })
  const next = operation === null ? seen : observe(seen, operation, detail.data)
  if (next !== seen) setSeen(next)
  const begin = (started: OperationDto | null) => {
    setSeen({})
    setBegun(started)
  }
  return {
    operation,
    ticks: operation === null ? [] : ticksOf(operation, next),
    begin,
    dismiss: () => begin(null),
  }
}
