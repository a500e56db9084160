'use client'
import { useState } from 'react'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import type { RouteDto, ServiceDetailDto } from '@/lib/contracts/services'
import type { MoveRequest } from '@/lib/queries/move-call'
import { MoveDialog } from '../move-dialog'
import { ConditionRows } from './condition-rows'
import { emptyCondition, ruleName, toWhen, type ConditionDraft } from './match-draft'
import { routeTarget } from './route-target'

interface MatchDialogProps {
  service: ServiceDetailDto
  route: RouteDto
  /** The kinds of conditions that the data plane has. */
  kinds: readonly string[]
  /** The kind of the first condition; else the first that there is. */
  first?: string | undefined
  onClose: () => void
}

/** Sends chosen requests to a version: who they are, where they go, and the rule that comes of it. */
export function MatchDialog({ service, route, kinds, first, onClose }: MatchDialogProps) {
  const versions = service.versions.map(({ version }) => version)
  const [name, setName] = useState('beta-testers')
  const [to, setTo] = useState(versions.at(-1) ?? '')
  const [conditions, setConditions] = useState<ConditionDraft[]>([
    emptyCondition(first ?? kinds[0] ?? 'header'),
  ])
  const when = conditions.map(toWhen)
  const complete = when.filter((one) => one !== null)
  const id = ruleName(name)
  const request: MoveRequest | null =
    complete.length === when.length && id !== '' && to !== ''
      ? { kind: 'set-match', ...routeTarget(service, route), match: { name: id, to, when: complete } }
      : null
  return (
    <MoveDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title="Send chosen requests to a version"
      description="Requests that meet all conditions go to one version, whatever the split; all others stay where they are."
      request={request}
      confirm="Add the match"
      done={`Match ${id} added: those requests go to ${to}`}
    >
      <div className="flex flex-wrap items-center gap-3">
        <label className="flex items-center gap-2">
          <span className="text-muted">Name</span>
          <Input data-testid="match-name" value={name} onChange={({ target }) => setName(target.value)} />
        </label>
        <Select
          label="To"
          value={to}
          onChange={setTo}
          options={versions.map((version) => ({ value: version, label: version }))}
        />
      </div>
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1 text-sm text-muted">All of these must hold</legend>
        <ConditionRows value={conditions} onChange={setConditions} kinds={kinds} testId="match" />
      </fieldset>
    </MoveDialog>
  )
}
