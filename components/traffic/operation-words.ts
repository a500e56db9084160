import { z } from 'zod'
import { formatCount, formatPercent } from '@/components/ui/format-number'
import type { OperationDto } from '@/lib/contracts/moves'
import { percentOf } from '@/lib/domain/traffic/split'

/** What `before` and `after` of an operation on a rule hold. */
const Image = z.looseObject({
  weights: z.record(z.string(), z.number()).default({}),
  mirrors: z.array(z.object({ to: z.string(), percent: z.number() })).default([]),
})

const actions: Readonly<Record<string, string>> = {
  'set-weights': 'weights',
  'add-version': 'version added',
  'remove-version': 'version removed',
  'set-mirror': 'mirror',
  'remove-mirror': 'mirror stopped',
  undo: 'undone',
}

/** One line on what an operation did: "weights: v1 90 % → 75 %, v2 10 % → 25 %". */
export function operationWords(operation: Pick<OperationDto, 'action' | 'before' | 'after'>): string {
  const action = actions[operation.action] ?? operation.action
  const before = Image.safeParse(operation.before)
  const after = Image.safeParse(operation.after)
  if (!before.success || !after.success) return action
  const changes = [
    ...weightChanges(before.data.weights, after.data.weights),
    ...mirrorChanges(before.data, after.data).map((words) =>
      action.startsWith('mirror') ? words : `mirror ${words}`,
    ),
  ]
  return changes.length === 0 ? action : `${action}: ${changes.join(', ')}`
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

function mirrorChanges(before: z.output<typeof Image>, after: z.output<typeof Image>): string[] {
  const words = ({ mirrors }: z.output<typeof Image>) =>
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
