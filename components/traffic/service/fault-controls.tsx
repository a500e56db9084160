'use client'
import { useState } from 'react'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import type { RouteDto, RuleDto, ServiceDetailDto } from '@/lib/contracts/services'
import type { MoveRequest } from '@/lib/queries/move-call'
import { MoveDialog } from '../move-dialog'
import { ruleTarget } from './rule-target'
import { useRouteCan } from './use-route-can'

interface FaultControlsProps {
  service: ServiceDetailDto
  route: RouteDto
  rule: RuleDto
}

/** Faults of a rule on purpose: what is on, start one, stop them. */
export function FaultControls({ service, route, rule }: FaultControlsProps) {
  const [dialog, setDialog] = useState<'start' | 'stop' | null>(null)
  const start = useRouteCan('fault', service, route)
  const stop = useRouteCan('mirror.stop', service, route)
  const { fault } = rule
  if (!route.capabilities.fault || (rule.protocol ?? 'http') !== 'http' || rule.redirect === true) return null
  return (
    <>
      {fault !== undefined && (
        <Badge tone="degraded" data-testid="fault">
          <span aria-hidden>▲</span> fault on purpose
        </Badge>
      )}
      {fault === undefined ? (
        <Button
          size="sm"
          variant="ghost"
          data-testid="fault-start"
          disabled={!start.allowed}
          title={start.allowed ? undefined : start.reason}
          onClick={() => setDialog('start')}
        >
          Inject a fault…
        </Button>
      ) : (
        <Button
          size="sm"
          data-testid="fault-stop"
          disabled={!stop.allowed}
          title={stop.allowed ? undefined : stop.reason}
          onClick={() => setDialog('stop')}
        >
          Stop the fault
        </Button>
      )}
      {dialog === 'start' && (
        <StartFault service={service} route={route} rule={rule} onClose={() => setDialog(null)} />
      )}
      <MoveDialog
        open={dialog === 'stop'}
        onOpenChange={(open) => setDialog(open ? 'stop' : null)}
        title="Stop the fault"
        description="Requests are neither delayed nor refused on purpose any more."
        request={dialog === 'stop' ? { kind: 'remove-fault', ...ruleTarget(service, route, rule) } : null}
        confirm="Stop the fault"
        done={`Fault of ${service.name} stopped`}
      />
    </>
  )
}

function StartFault({ service, route, rule, onClose }: FaultControlsProps & { onClose: () => void }) {
  const [kind, setKind] = useState<'delay' | 'abort'>('delay')
  const [percent, setPercent] = useState('10')
  const [seconds, setSeconds] = useState('1')
  const [status, setStatus] = useState('503')
  const share = Number(percent)
  const fault =
    kind === 'delay'
      ? { delay: { percent: share, duration: `${seconds}s` } }
      : { abort: { percent: share, status: Number(status) } }
  const fits =
    share > 0 && share <= 100 && (kind === 'delay' ? Number(seconds) > 0 : /^[2-5]\d\d$/.test(status))
  const request: MoveRequest | null = fits
    ? { kind: 'set-fault', ...ruleTarget(service, route, rule), fault }
    : null
  return (
    <MoveDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title="Inject a fault"
      description="Real requests of real users are delayed or refused by the proxies, to see how callers cope."
      request={request}
      confirm="Inject the fault"
      done={`Fault on ${service.name} started`}
    >
      <div className="flex flex-wrap items-center gap-3">
        <Select
          label="Fault"
          value={kind}
          onChange={(value) => setKind(value === 'abort' ? 'abort' : 'delay')}
          options={[
            { value: 'delay', label: 'delay' },
            { value: 'abort', label: 'answer with an error' },
          ]}
        />
        <Figure
          label="Share of requests"
          unit="%"
          value={percent}
          onChange={setPercent}
          testId="fault-percent"
        />
        {kind === 'delay' ? (
          <Figure label="by" unit="s" value={seconds} onChange={setSeconds} testId="fault-seconds" />
        ) : (
          <Figure label="Status" unit="" value={status} onChange={setStatus} testId="fault-status" />
        )}
      </div>
    </MoveDialog>
  )
}

interface FigureProps {
  label: string
  unit: string
  value: string
  onChange: (value: string) => void
  testId: string
}

function Figure({ label, unit, value, onChange, testId }: FigureProps) {
  return (
    <label className="flex items-center gap-2">
      <span className="text-muted">{label}</span>
      <Input
        type="number"
        min={0}
        step="any"
        data-testid={testId}
        value={value}
        onChange={({ target }) => onChange(target.value)}
        className="w-20 text-right"
      />
      {unit}
    </label>
  )
}
