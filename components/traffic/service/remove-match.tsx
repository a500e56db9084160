'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import type { RouteDto, RuleDto, ServiceDetailDto } from '@/lib/contracts/services'
import { MoveDialog } from '../move-dialog'
import { ruleTarget } from './rule-target'
import { useRouteCan } from './use-route-can'

interface RemoveMatchProps {
  service: ServiceDetailDto
  route: RouteDto
  rule: RuleDto
}

/** Takes the rules of a match away again; offered only for rules that Aviary made. */
export function RemoveMatch({ service, route, rule }: RemoveMatchProps) {
  const [open, setOpen] = useState(false)
  const may = useRouteCan('match', service, route)
  if (rule.madeBy === undefined) return null
  return (
    <>
      <Button
        size="sm"
        data-testid="match-remove"
        disabled={!may.allowed}
        title={may.allowed ? undefined : may.reason}
        onClick={() => setOpen(true)}
      >
        Remove this match
      </Button>
      <MoveDialog
        open={open}
        onOpenChange={setOpen}
        title={`Remove the match ${rule.madeBy}`}
        description="Those requests are split like all others from then on."
        request={open ? { kind: 'remove-match', ...ruleTarget(service, route, rule) } : null}
        confirm="Remove the match"
        done={`Match ${rule.madeBy} removed`}
      />
    </>
  )
}
