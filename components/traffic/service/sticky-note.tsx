'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import type { RouteDto, RuleDto, ServiceDetailDto } from '@/lib/contracts/services'
import { MatchDialog } from './match-dialog'
import { useRouteCan } from './use-route-can'

interface StickyNoteProps {
  service: ServiceDetailDto
  route: RouteDto
  rule: RuleDto
}

/** Why a share can't be verified where callers stick to a version, and what to do for people who test. */
export function StickyNote({ service, route, rule }: StickyNoteProps) {
  const [open, setOpen] = useState(false)
  const may = useRouteCan('match', service, route)
  if (rule.sticky === undefined) return null
  const kinds = route.capabilities.match
  return (
    <div
      data-testid="sticky-note"
      className="mt-3 rounded-md border border-line bg-bg px-3 py-2 text-xs text-muted"
    >
      <p>
        <b className="font-semibold text-text">Sessions stick ({rule.sticky}).</b> Callers keep the version
        that they got first, so the share of requests cannot be verified against the weights: a few busy
        callers decide it. Whom a random canary gets is chance, and they keep it for the whole session, faults
        included. For people who test, a match on a header or cookie is kinder
        {kinds === false ? ', where the data plane has it.' : ': pin them, and leave the weights.'}
      </p>
      {kinds !== false && (
        <Button
          size="sm"
          className="mt-2"
          data-testid="pin-testers"
          disabled={!may.allowed}
          title={may.allowed ? undefined : may.reason}
          onClick={() => setOpen(true)}
        >
          Pin testers…
        </Button>
      )}
      {open && kinds !== false && (
        <MatchDialog
          service={service}
          route={route}
          kinds={kinds}
          first={kinds.find((kind) => kind === 'cookie')}
          onClose={() => setOpen(false)}
        />
      )}
    </div>
  )
}
