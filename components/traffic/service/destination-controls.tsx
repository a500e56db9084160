'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import type { RouteDto, RuleDto, ServiceDetailDto } from '@/lib/contracts/services'
import { MoveDialog } from '../move-dialog'
import { ruleTarget } from './rule-target'
import { useRouteCan } from './use-route-can'

interface DestinationControlsProps {
  service: ServiceDetailDto
  route: RouteDto
  rule: RuleDto
}

type Chosen = { kind: 'add'; version: string } | { kind: 'remove'; key: string; name: string }

/** Adds a version that runs but is not in the rule; removes a destination that has weight 0. */
export function DestinationControls({ service, route, rule }: DestinationControlsProps) {
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const may = useRouteCan('add-version', service, route)
  const fixed = !route.capabilities.addVersion || rule.redirect === true || rule.delegate !== undefined
  if (fixed) return null
  const present = new Set(rule.destinations.map(({ version, key }) => version ?? key))
  const missing = service.versions.filter(({ version }) => !present.has(version))
  const empty = rule.destinations.length > 1 ? rule.destinations.filter(({ weight }) => weight === 0) : []
  const target = ruleTarget(service, route, rule)
  const name = chosen?.kind === 'add' ? chosen.version : (chosen?.name ?? '')
  return (
    <>
      {missing.map(({ version }) => (
        <Button
          key={version}
          size="sm"
          data-testid={`add-${version}`}
          disabled={!may.allowed}
          title={may.allowed ? undefined : may.reason}
          onClick={() => setChosen({ kind: 'add', version })}
        >
          Add {version} at 0 %
        </Button>
      ))}
      {empty.map(({ key, version }) => (
        <Button
          key={key}
          size="sm"
          variant="ghost"
          data-testid={`remove-${version ?? key}`}
          disabled={!may.allowed}
          title={may.allowed ? undefined : may.reason}
          onClick={() => setChosen({ kind: 'remove', key, name: version ?? key })}
        >
          Take {version ?? key} out
        </Button>
      ))}
      <MoveDialog
        open={chosen !== null}
        onOpenChange={(open) => {
          if (!open) setChosen(null)
        }}
        title={chosen?.kind === 'add' ? `Add ${name}` : `Take ${name} out`}
        description={
          chosen?.kind === 'add'
            ? 'The version becomes a destination of this rule at weight 0, with the objects that it needs. No traffic moves.'
            : 'The destination has weight 0 and is removed from this rule. No traffic moves; its pods stay.'
        }
        request={
          chosen === null
            ? null
            : chosen.kind === 'add'
              ? { kind: 'add-destination', ...target, version: chosen.version }
              : { kind: 'remove-destination', ...target, key: chosen.key }
        }
        confirm={chosen?.kind === 'add' ? `Add ${name}` : `Take ${name} out`}
        done={chosen?.kind === 'add' ? `${name} added at 0 %` : `${name} taken out`}
      />
    </>
  )
}
