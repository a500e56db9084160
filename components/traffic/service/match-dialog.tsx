'use client'
import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import type { RouteDto, ServiceDetailDto } from '@/lib/contracts/services'
import type { MoveRequest } from '@/lib/queries/move-call'
import { MoveDialog } from '../move-dialog'
import { emptyCondition, needsName, ruleName, toWhen, type ConditionDraft } from './match-draft'
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

const operators = [
  { value: 'exact', label: 'is' },
  { value: 'prefix', label: 'begins with' },
  { value: 'regex', label: 'matches' },
  { value: 'present', label: 'is there' },
]

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
  const change = (index: number, part: Partial<ConditionDraft>) =>
    setConditions(conditions.map((one, other) => (other === index ? { ...one, ...part } : one)))
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
        {conditions.map((condition, index) => (
          <div key={index} className="flex flex-wrap items-center gap-2">
            <Select
              label="If"
              value={condition.kind}
              onChange={(kind) => change(index, { kind })}
              options={kinds.map((kind) => ({ value: kind, label: kind }))}
            />
            {needsName(condition.kind) && (
              <Input
                aria-label={`Name of the ${condition.kind}`}
                placeholder="name"
                data-testid={`match-subject-${index}`}
                value={condition.name}
                onChange={({ target }) => change(index, { name: target.value })}
                className="w-36"
              />
            )}
            <Select
              label="how"
              value={condition.op}
              onChange={(op) => change(index, { op: op as ConditionDraft['op'] })}
              options={operators}
            />
            {condition.op !== 'present' && (
              <Input
                aria-label={`Value of the ${condition.kind}`}
                placeholder="value"
                data-testid={`match-value-${index}`}
                value={condition.value}
                onChange={({ target }) => change(index, { value: target.value })}
                className="w-36"
              />
            )}
            {conditions.length > 1 && (
              <Button
                size="sm"
                variant="ghost"
                aria-label={`Remove condition ${index + 1}`}
                onClick={() => setConditions(conditions.filter((_, other) => other !== index))}
              >
                <X className="size-4" aria-hidden />
              </Button>
            )}
          </div>
        ))}
        <Button
          size="sm"
          variant="ghost"
          className="self-start"
          onClick={() => setConditions([...conditions, emptyCondition(kinds[0] ?? 'header')])}
        >
          <Plus className="size-4" aria-hidden /> and
        </Button>
      </fieldset>
    </MoveDialog>
  )
}
