import { z } from 'zod'
import { formatCount, formatPercent } from '@/components/ui/format-number'
import type { OperationDto } from '@/lib/contracts/moves'
import { percentOf } from '@/lib/domain/traffic/split'

const RuleImage = z.looseObject({
  weights: z.record(z.string(), z.number()).default({}),
  mirrors: z.array(z.object({ to: z.string(), percent: z.number() })).default([]),
})
/** What `before` and `after` of an operation hold: those of a whole route hold the same of each of its rules. */
const Image = RuleImage.extend({ rules: z.record(z.string(), RuleImage).optional() })

const actions: Readonly<Record<string, string>> = {
  'set-weights': 'weights',
  'add-version': 'version added',
  'remove-version': 'version removed',
  'set-mirror': 'mirror',
  'remove-mirror': 'mirror stopped',
  'set-match': 'match added',
  'remove-match': 'match removed',
  'set-fault': 'fault',
  'remove-fault': 'fault stopped',
  'cut-over': 'cut over',
  scale: 'scaled',
  'create-route': 'route made',
  'remove-route': 'route removed',
  fence: 'late write fenced off',
  'pause-rollout': 'rollout paused',
  'resume-rollout': 'rollout resumed',
  'undo-rollout': 'rollout undone',
  undo: 'undone',
}

/** One line on what an operation did: "weights: v1 90 % → 75 %, v2 10 % → 25 %". */
export function operationWords(operation: Pick<OperationDto, 'action' | 'before' | 'after'>): string {
  const action = actions[operation.action] ?? operation.action
  const before = Image.safeParse(operation.before)
  const after = Image.safeParse(operation.after)
  if (!before.success || !after.success) return action
  const changes = changesOf(before.data, after.data, action.startsWith('mirror'))
  const rules = new Set([...Object.keys(before.data.rules ?? {}), ...Object.keys(after.data.rules ?? {})])
  const inRules = [...rules].flatMap((rule) => {
    const [was, is] = [before.data.rules?.[rule], after.data.rules?.[rule]]
    if (was === undefined) return [`${ruleName(rule)} added`]
    if (is === undefined) return [`${ruleName(rule)} removed`]
    return changesOf(was, is, false)
  })
  const all = [...new Set([...changes, ...inRules])]
  return all.length === 0 ? action : `${action}: ${all.join(', ')}`
}

/** Ids that Aviary gives to rules without a name are no words. */
const ruleName = (id: string): string => (id.startsWith('r~') ? 'a rule' : `rule ${id}`)

type RuleState = z.output<typeof RuleImage>

function changesOf(before: RuleState, after: RuleState, aboutMirror: boolean): string[] {
  return [
    ...weightChanges(before.weights, after.weights),
    ...mirrorChanges(before, after).map((words) => (aboutMirror ? words : `mirror ${words}`)),
  ]
}

type Weights = Readonly<Record<string, number>>

function weightChanges(before: Weights, after: Weights): string[] {
  const sum = (weights: Weights) => Object.values(weights).reduce((total, weight) => total + weight, 0)
  const totals = { before: sum(before), after: sum(after) }
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => {
    if (before[key] === after[key]) return []
    const was = before[key] === undefined ? 'none' : formatPercent(percentOf(before[key], totals.before))
    const is = after[key] === undefined ? 'none' : formatPercent(percentOf(after[key], totals.after))
    return [`${key} ${was} → ${is}`]
  })
}

function mirrorChanges(before: RuleState, after: RuleState): string[] {
  const words = ({ mirrors }: RuleState) =>
    mirrors.map(({ to, percent }) => `${formatCount(percent)}\u202f% to ${to}`).join(' and ')
  const [was, is] = [words(before), words(after)]
  if (was === is) return []
  return [`${was === '' ? 'none' : was} → ${is === '' ? 'none' : is}`]
}

/** Outcome in shape, word and colour. */
export const outcomeSigns: Record<
  OperationDto['outcome'],
  { glyph: string; word: string; className: string }
> = {
  applied: { glyph: '✓', word: 'applied', className: 'text-ok' },
  'dry-run': { glyph: '○', word: 'dry run', className: 'text-muted' },
  pending: { glyph: '◌', word: 'being applied', className: 'text-info' },
  unknown: { glyph: '?', word: 'not known yet', className: 'text-degraded' },
  'not-applied': { glyph: '✕', word: 'not applied', className: 'text-muted' },
  conflict: { glyph: '◆', word: 'conflict', className: 'text-degraded' },
  failed: { glyph: '▲', word: 'failed', className: 'text-failing' },
}
