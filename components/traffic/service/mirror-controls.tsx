'use client'
import { useState } from 'react'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { formatPercent } from '@/components/ui/format-number'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import type { RouteDto, RuleDto, ServiceDetailDto } from '@/lib/contracts/services'
import type { MoveRequest } from '@/lib/queries/move-call'
import { MoveDialog } from '../move-dialog'
import { warningOf } from './missing-controls'
import { ruleTarget } from './rule-target'
import { useRouteCan } from './use-route-can'

interface MirrorControlsProps {
  service: ServiceDetailDto
  route: RouteDto
  rule: RuleDto
}

/** The mirrors of a rule: what is copied where, start with a percent and a target, stop. */
export function MirrorControls({ service, route, rule }: MirrorControlsProps) {
  const [dialog, setDialog] = useState<'start' | 'stop' | null>(null)
  const start = useRouteCan('mirror.start', service, route)
  const stop = useRouteCan('mirror.stop', service, route)
  const capability = route.capabilities.mirror
  const mirrored = rule.mirrors.length > 0
  const warning = warningOf(route, 'mirror')
  if (capability === false && !mirrored) return null
  if (!mirrored && (rule.protocol === 'tls' || rule.protocol === 'tcp')) return null
  return (
    <>
      {rule.mirrors.map(({ to, percent }) => (
        <Badge key={to} tone="info" data-testid="mirror">
          <span aria-hidden>⇢</span> mirror {formatPercent(percent)} to {to}
        </Badge>
      ))}
      {mirrored ? (
        <Button
          size="sm"
          data-testid="mirror-stop"
          disabled={!stop.allowed}
          title={stop.allowed ? undefined : stop.reason}
          onClick={() => setDialog('stop')}
        >
          Stop the mirror
        </Button>
      ) : (
        <Button
          size="sm"
          data-testid="mirror-start"
          disabled={!start.allowed || rule.destinations.length === 0}
          title={start.allowed ? undefined : start.reason}
          onClick={() => setDialog('start')}
        >
          Mirror…
        </Button>
      )}
      {dialog === 'start' && capability !== false && (
        <StartMirror
          service={service}
          route={route}
          rule={rule}
          percentStep={capability.percentStep}
          warning={warning}
          onClose={() => setDialog(null)}
        />
      )}
      <MoveDialog
        open={dialog === 'stop'}
        onOpenChange={(open) => setDialog(open ? 'stop' : null)}
        title="Stop the mirror"
        description="Copies are no longer sent. Users notice nothing: answers of a mirror are always dropped."
        request={dialog === 'stop' ? { kind: 'remove-mirror', ...ruleTarget(service, route, rule) } : null}
        confirm="Stop the mirror"
        done={`Mirror of ${service.name} stopped`}
      />
    </>
  )
}

interface StartMirrorProps extends MirrorControlsProps {
  percentStep: number
  warning: string | undefined
  onClose: () => void
}

function StartMirror(props: StartMirrorProps) {
  const { service, route, rule, percentStep, warning, onClose } = props
  const versions = service.versions.map(({ version }) => version)
  const least = rule.destinations.toSorted((a, b) => a.percent - b.percent)[0]?.version
  const [to, setTo] = useState(least ?? versions[0] ?? '')
  const [percent, setPercent] = useState('100')
  const value = Number(percent)
  const fits = percent.trim() !== '' && value > 0 && value <= 100 && isMultiple(value, percentStep)
  const request: MoveRequest | null =
    fits && to !== '' ? { kind: 'set-mirror', ...ruleTarget(service, route, rule), to, percent: value } : null
  return (
    <MoveDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title="Mirror traffic"
      description="Sends a copy of requests to a version and drops its answers. Users notice nothing; whatever the version writes is real."
      request={request}
      confirm="Start the mirror"
      done={`Mirror of ${service.name} to ${to} started`}
    >
      <div className="flex flex-wrap items-center gap-3">
        <Select
          label="To"
          value={to}
          onChange={setTo}
          options={versions.map((version) => ({ value: version, label: version }))}
        />
        <label className="flex items-center gap-2">
          <span className="text-muted">Share of requests</span>
          <Input
            type="number"
            min={percentStep}
            max={100}
            step={percentStep}
            data-testid="mirror-percent"
            value={percent}
            aria-invalid={!fits}
            onChange={({ target }) => setPercent(target.value)}
            className="w-20 text-right"
          />
          %
        </label>
      </div>
      {warning !== undefined && (
        <p className="text-sm text-degraded">
          <span aria-hidden>◆</span> {warning}
        </p>
      )}
      {!fits && (
        <p className="text-sm text-failing">
          Give a share between {percentStep} and 100 in steps of {percentStep}.
        </p>
      )}
    </MoveDialog>
  )
}

function isMultiple(value: number, step: number): boolean {
  const times = value / step
  return Math.abs(times - Math.round(times)) < 1e-9
}
