import type { PolicyEntryDto, RightsChangeDto } from '@/lib/contracts/policies'
import type { DiffLine } from '@/lib/domain/access/line-diff'
import { scopeWords } from '../scope-draft'

type Right = RightsChangeDto['gained'][number]

/** "group sre", "subject 00u7 of https://id.example". */
export function whoWords({ group, subject, issuer }: RightsChangeDto['who']): string {
  if (group !== undefined) return `group ${group}`
  return `${subject ?? 'somebody'}${issuer === undefined ? '' : ` of ${issuer}`}`
}

export interface RightsLine {
  sign: '+' | '−' | '⊘' | '○'
  /** For those who do not see the sign. */
  word: 'gains' | 'loses' | 'is denied' | 'is not denied any more'
  scope: string
  verbs: string[]
}

/** What changes for one group or person, one line for each scope. */
export function rightsLines(change: RightsChangeDto): RightsLine[] {
  const kinds = [
    ['+', 'gains', change.gained],
    ['−', 'loses', change.lost],
    ['⊘', 'is denied', change.denied],
    ['○', 'is not denied any more', change.noLongerDenied],
  ] as const
  return kinds.flatMap(([sign, word, rights]) =>
    [...byScope(rights)].map(([scope, verbs]) => ({ sign, word, scope, verbs })),
  )
}

function byScope(rights: readonly Right[]): Map<string, string[]> {
  const scopes = new Map<string, string[]>()
  for (const { verb, scope } of rights) {
    const words = scopeWords(scope)
    scopes.set(words, [...(scopes.get(words) ?? []), verb])
  }
  return scopes
}

/** How a former text ended, or what a proposed one waits for. */
export function stateWords({ state, decided }: Pick<PolicyEntryDto, 'state' | 'decided'>): string {
  const by = decided === undefined ? '' : ` by ${decided.by.name}`
  return {
    active: 'in force',
    proposed: 'waits for a second person',
    expired: 'expired: it was not approved in time, or the policy has changed since',
    rejected: `rejected${by}`,
    withdrawn: `withdrawn${by}`,
    superseded: decided === undefined ? 'replaced' : `approved${by}, replaced since`,
  }[state]
}

/** The line of the text that a problem names, from 1; undefined where it names none. */
export function lineOf(message: string): number | undefined {
  const found = /^line (\d+): /.exec(message)
  return found ? Number(found[1]) : undefined
}

/** Where a line of a text begins and ends. */
export function lineSpan(text: string, line: number): [number, number] {
  const lines = text.split('\n')
  const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0)
  return [Math.min(start, text.length), Math.min(start + (lines[line - 1]?.length ?? 0), text.length)]
}

export type DiffPart = DiffLine | { kind: 'skipped'; count: number }

/** A diff with only some unchanged lines around what changed. */
export function foldDiff(diff: readonly DiffLine[], around = 2): DiffPart[] {
  const near = diff.map((_, at) =>
    diff.slice(Math.max(0, at - around), at + around + 1).some(({ kind }) => kind !== 'same'),
  )
  const parts: DiffPart[] = []
  for (const [at, line] of diff.entries()) {
    const last = parts.at(-1)
    if (near[at]) parts.push(line)
    else if (last?.kind === 'skipped') last.count += 1
    else parts.push({ kind: 'skipped', count: 1 })
  }
  return parts
}
