'use client'
import { useQuery } from '@tanstack/react-query'
import { useState, type KeyboardEvent } from 'react'
import { useToast } from '@/components/ui/toast'
import type { RouteDto, RuleDto, ServiceDetailDto } from '@/lib/contracts/services'
import type { MoveRequest } from '@/lib/queries/move-call'
import { previewQuery, useMove } from '@/lib/queries/use-move'
import { unwrittenReason, useOverridden } from '../override-gate'
import { ruleWords } from '../service/rule-words'
import { changeParts, changeWords, trafficWords } from './describe-change'
import { ObservedBar } from './observed-bar'
import { OvertakenNotice } from './overtaken-notice'
import { Presets } from './presets'
import { SegmentInputs } from './segment-inputs'
import { Segments } from './segments'
import { changedWeights } from './split-draft'
import { presetTarget, rateOf, segmentsOf, stableOf } from './split-view'
import { Ticks } from './ticks'
import { Tray } from './tray'
import { useApplyProgress } from './use-apply-progress'
import { applyBlock, useSplitRights } from './use-split-rights'
import { useSettled } from './use-settled'
import { useSplitDraft } from './use-split-draft'

/** Milliseconds of rest before a draft is checked by a dry run. */
const REST_MS = 250

export interface SplitBarProps {
  service: ServiceDetailDto
  route: RouteDto
  rule: RuleDto
}

/** The split of one rule: to see, to draw, and, after a look at the patch, to apply. */
export function SplitBar({ service, route, rule }: SplitBarProps) {
  const stable = stableOf(service)
  const state = useSplitDraft(route, rule, stable.byRelease)
  const { draft, live, changed, overtaken } = state
  const [chosen, setChosen] = useState<number | null>(null)
  const [dragging, setDragging] = useState(false)
  const [reason, setReason] = useState('')
  const rights = useSplitRights(service, route, rule)
  const overridden = useOverridden()
  const ref = { cluster: service.cluster, namespace: service.namespace, name: service.name }
  const progress = useApplyProgress(ref)
  const move = useMove()
  const toast = useToast()

  const segments = segmentsOf(draft, service, rule)
  const target = chosen ?? presetTarget(segments, rule)
  const versions = segments.map(({ name }) => name)
  const base = overtaken && live.keys.join() === draft.keys.join() ? live.weights : draft.base
  const parts = changeParts(versions, base, draft.weights, draft.total, stable.shown)
  const request: MoveRequest = {
    kind: 'set-weights',
    service: ref,
    route: route.id,
    rule: rule.id,
    weights: changedWeights(draft),
    expectedRevision: draft.revision,
    ...(overridden === null ? {} : { override: true, reason: unwrittenReason }),
  }
  const preview = useQuery(
    previewQuery(useSettled(changed && !overtaken && !dragging ? request : null, REST_MS)),
  )
  const { direction, ...block } = applyBlock({
    state,
    rule,
    stable: stable.byRelease,
    rights,
    error: preview.error,
  })
  const unsaid = overridden !== null && reason.trim() === ''
  const blocked = block.blocked ?? (unsaid ? `Say why it is moved against ${overridden}.` : undefined)
  const asksReason = direction === 'up' || overridden !== null
  const observed = service.observed?.rules.find((entry) => entry.route === route.id && entry.rule === rule.id)

  const discard = () => {
    state.discard()
    setReason('')
    move.reset()
  }
  const apply = () => {
    if (!changed || blocked !== undefined || move.isPending) return
    progress.dismiss()
    move.mutate(asksReason ? { ...request, reason } : request, {
      onSuccess: (operation) => {
        discard()
        progress.begin(operation)
        if (operation.outcome === 'applied')
          toast({ title: `${service.name}: ${changeWords(parts)} applied` })
      },
    })
  }
  const keys = (event: KeyboardEvent) => {
    if (!changed) return
    if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) {
      event.preventDefault()
      apply()
    } else if (event.key === 'Escape') {
      // A popover or drawer around the bar would otherwise close with the draft in it.
      event.stopPropagation()
      discard()
    }
  }
  const disabled = rights.disabled || move.isPending
  return (
    <div
      onKeyDown={keys}
      role="group"
      aria-label={['Traffic split of', service.name, ruleWords(route, rule)]
        .filter((words) => words !== '')
        .join(' ')}
    >
      <Segments
        segments={segments}
        live={base}
        draft={draft}
        chosen={target}
        disabled={disabled}
        onChoose={setChosen}
        onChange={state.change}
        onDragging={setDragging}
      />
      {service.observed !== null && observed !== undefined && (
        <ObservedBar
          observed={service.observed}
          rule={observed}
          order={versions}
          tones={new Map(segments.map(({ name, tone }) => [name, tone]))}
        />
      )}
      {service.observed === null && (
        <p className="mt-2 text-xs text-muted">
          The observed split is not known:{' '}
          {service.observedProblem ?? 'there are no metrics for this service'}.
        </p>
      )}
      {segments.length > 1 && (
        <div className="mt-3 flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
          <SegmentInputs
            segments={segments}
            draft={draft}
            unit={route.dataPlane === 'kubernetes' ? 'pods' : undefined}
            disabled={disabled}
            onChange={state.change}
            onChoose={setChosen}
          />
          <Presets
            name={segments[target]?.name ?? ''}
            index={target}
            draft={draft}
            disabled={disabled}
            onChange={state.change}
          />
        </div>
      )}
      {rights.reason !== undefined && (
        <p data-testid="disabled-reason" className="mt-2 text-xs text-muted">
          {rights.reason}
        </p>
      )}
      {overtaken && <OvertakenNotice route={route} rule={rule} onKeep={state.keep} onAdopt={discard} />}
      {changed && (
        <Tray
          service={service.name}
          change={changeWords(parts)}
          traffic={trafficWords(parts, rateOf(service))}
          preview={preview}
          owner={preview.data?.findings.length === 0 ? route.owner : undefined}
          askReason={asksReason}
          reasonNeeded={overridden !== null}
          reason={reason}
          onReason={setReason}
          blocked={blocked}
          applying={move.isPending}
          error={move.error}
          onApply={apply}
          onDiscard={discard}
        />
      )}
      {progress.operation !== null && <Ticks ticks={progress.ticks} onDismiss={progress.dismiss} />}
    </div>
  )
}
