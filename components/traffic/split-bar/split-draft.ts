import type { RuleDto } from '@/lib/contracts/services'

/** A change of one rule's weights that nobody has applied. Weights are whole numbers on the rule's own scale. */
export interface SplitDraft {
  keys: readonly string[]
  weights: readonly number[]
  /** The live weights that the draft was made on. */
  base: readonly number[]
  total: number
  /** Segments that keep their weight, by index. */
  locked: readonly number[]
  /** Revision of the route that the draft was made on. */
  revision: string
  /** Only these weights of one segment can be had, where replicas decide. */
  stops?: { index: number; weights: readonly number[] }
}

const TOTAL_OF_NOTHING = 100

/** The live split of a rule as a draft without changes. */
export function draftOf(rule: RuleDto, revision: string, stable?: string): SplitDraft {
  const keys = rule.destinations.map(({ key }) => key)
  const weights = rule.destinations.map(({ weight }) => weight)
  const draft = {
    keys,
    weights,
    base: weights,
    total: rule.total > 0 ? rule.total : TOTAL_OF_NOTHING,
    locked: besideVersions(rule),
    revision,
  }
  const index = rule.destinations.findIndex(
    ({ version, key }) => (version ?? key) !== (stable ?? largest(rule)),
  )
  if (rule.attainable === undefined || index < 0) return draft
  return { ...draft, stops: { index, weights: rule.attainable.toSorted((a, b) => a - b) } }
}

/** What stands beside two versions or more keeps its share until somebody unlocks it. */
function besideVersions({ destinations }: RuleDto): number[] {
  const beside = destinations.flatMap(({ version }, index) => (version === undefined ? [index] : []))
  return destinations.length - beside.length < 2 ? [] : beside
}

function largest(rule: RuleDto): string | undefined {
  const [first] = rule.destinations.toSorted((a, b) => b.weight - a.weight)
  return first?.version ?? first?.key
}

/** Whether anything was drawn. */
export function isChanged(draft: SplitDraft): boolean {
  return draft.weights.some((weight, index) => weight !== draft.base[index])
}

/** The two segments between which a boundary moves traffic: the nearest unlocked one on each side. */
export function pairAt(draft: SplitDraft, boundary: number): [number, number] | null {
  const free = (index: number) => index >= 0 && index < draft.keys.length && !draft.locked.includes(index)
  let left = boundary
  while (left >= 0 && !free(left)) left--
  let right = boundary + 1
  while (right < draft.keys.length && !free(right)) right++
  return free(left) && free(right) ? [left, right] : null
}

/** Where a boundary stands, from the left, on the rule's scale. */
export function positionOf(draft: SplitDraft, boundary: number): number {
  return draft.weights.slice(0, boundary + 1).reduce((sum, weight) => sum + weight, 0)
}

/** How far a boundary can go to each side; equal when it can't move. */
export function rangeOf(draft: SplitDraft, boundary: number): { low: number; high: number } {
  const position = positionOf(draft, boundary)
  const pair = pairAt(draft, boundary)
  if (pair === null) return { low: position, high: position }
  return { low: position - (draft.weights[pair[0]] ?? 0), high: position + (draft.weights[pair[1]] ?? 0) }
}

/** Moves a boundary to a position; what one neighbour gains the other loses, all others stay as they are. */
export function moveBoundary(draft: SplitDraft, boundary: number, position: number): SplitDraft {
  const pair = pairAt(draft, boundary)
  if (pair === null || !Number.isFinite(position)) return draft
  const { low, high } = rangeOf(draft, boundary)
  const target = Math.round(Math.min(high, Math.max(low, position)))
  return shift(draft, pair, target - positionOf(draft, boundary))
}

/** Moves a boundary by steps of one, to the right when positive; from stop to stop where only stops can be had. */
export function stepBoundary(draft: SplitDraft, boundary: number, steps: number): SplitDraft {
  const pair = pairAt(draft, boundary)
  if (pair === null) return draft
  const { stops } = draft
  if (stops === undefined || !pair.includes(stops.index)) {
    return moveBoundary(draft, boundary, positionOf(draft, boundary) + steps)
  }
  const grows = pair[0] === stops.index ? steps : -steps
  const now = draft.weights[stops.index] ?? 0
  const room = (draft.weights[pair[0]] ?? 0) + (draft.weights[pair[1]] ?? 0)
  const ahead = stops.weights.filter((stop) => stop <= room && (grows > 0 ? stop > now : stop < now))
  const wanted =
    grows > 0 ? ahead[Math.min(grows, ahead.length) - 1] : ahead.at(-Math.min(-grows, ahead.length))
  if (wanted === undefined || ahead.length === 0) return draft
  return shift(draft, pair, (wanted - now) * (pair[0] === stops.index ? 1 : -1))
}

function shift(draft: SplitDraft, [left, right]: [number, number], by: number): SplitDraft {
  const { stops } = draft
  let amount = by
  if (stops !== undefined && (stops.index === left || stops.index === right)) {
    const sign = stops.index === left ? 1 : -1
    const now = draft.weights[stops.index] ?? 0
    const room = (draft.weights[left] ?? 0) + (draft.weights[right] ?? 0)
    amount = (nearest(stops.weights, now + sign * by, room) - now) * sign
  }
  if (amount === 0) return draft
  const weights = draft.weights.map((weight, index) =>
    index === left ? weight + amount : index === right ? weight - amount : weight,
  )
  return { ...draft, weights }
}

function nearest(stops: readonly number[], wanted: number, room: number): number {
  const possible = stops.filter((stop) => stop <= room)
  return possible.reduce(
    (best, stop) => (Math.abs(stop - wanted) < Math.abs(best - wanted) ? stop : best),
    possible[0] ?? 0,
  )
}

/**
 * Gives one segment a weight. The difference comes from, or goes to, its nearest unlocked neighbour, and from the next
 * ones only when that has no more. Clamped to what the unlocked segments hold.
 */
export function setSegment(draft: SplitDraft, index: number, weight: number): SplitDraft {
  if (draft.locked.includes(index) || !Number.isFinite(weight)) return draft
  // Of two, the one with stops decides for both.
  if (draft.stops !== undefined && draft.stops.index !== index && draft.keys.length === 2) {
    return setSegment(draft, draft.stops.index, draft.total - weight)
  }
  const now = draft.weights[index] ?? 0
  const others = draft.keys
    .map((_, other) => other)
    .filter((other) => other !== index && !draft.locked.includes(other))
    .sort((a, b) => Math.abs(a - index) - Math.abs(b - index) || a - b)
  const room = others.reduce((sum, other) => sum + (draft.weights[other] ?? 0), now)
  const clamped = Math.round(Math.min(room, Math.max(0, weight)))
  const wanted = draft.stops?.index === index ? nearest(draft.stops.weights, clamped, room) : clamped
  const [neighbour] = others
  if (neighbour === undefined || wanted === now) return draft
  const weights = [...draft.weights]
  weights[index] = wanted
  if (wanted < now) weights[neighbour] = (weights[neighbour] ?? 0) + (now - wanted)
  let owed = wanted - now
  for (const other of others) {
    const taken = Math.max(0, Math.min(owed, weights[other] ?? 0))
    weights[other] = (weights[other] ?? 0) - taken
    owed -= taken
  }
  return { ...draft, weights }
}

/** A percent as a weight on the rule's scale. */
export function weightOfPercent(draft: SplitDraft, percent: number): number {
  return Math.round((percent * draft.total) / 100)
}

/** Locks or unlocks a segment. */
export function toggleLock(draft: SplitDraft, index: number): SplitDraft {
  const locked = draft.locked.includes(index)
    ? draft.locked.filter((other) => other !== index)
    : [...draft.locked, index]
  return { ...draft, locked }
}

/** The draft on a newer revision; null when destinations or the scale have changed, so that it fits no more. */
export function rebase(
  draft: SplitDraft,
  rule: RuleDto,
  revision: string,
  stable?: string,
): SplitDraft | null {
  const live = draftOf(rule, revision, stable)
  const same = live.total === draft.total && live.keys.length === draft.keys.length
  if (!same || live.keys.some((key) => !draft.keys.includes(key))) return null
  const weights = live.keys.map((key) => draft.weights[draft.keys.indexOf(key)] ?? 0)
  const locked = live.keys.flatMap((key, index) =>
    draft.locked.includes(draft.keys.indexOf(key)) ? [index] : [],
  )
  return { ...live, weights, locked }
}

/** The weights that a move sends: those that differ from the live split, by key. */
export function changedWeights(draft: SplitDraft): Record<string, number> {
  return Object.fromEntries(
    draft.keys.flatMap((key, index) => {
      const weight = draft.weights[index] ?? 0
      return weight === draft.base[index] ? [] : [[key, weight]]
    }),
  )
}
