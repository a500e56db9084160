import type { MoveRequest } from '@/lib/queries/move-call'

type When = Extract<MoveRequest, { kind: 'set-match' }>['match']['when'][number]

/** One condition as it is typed. */
export interface ConditionDraft {
  kind: string
  name: string
  op: 'exact' | 'prefix' | 'regex' | 'present'
  value: string
}

const lone = new Set(['method', 'host'])

/** Whether a kind of condition has a name besides its value: a header does, a method does not. */
export const needsName = (kind: string): boolean => !lone.has(kind)

export const emptyCondition = (kind: string): ConditionDraft => ({ kind, name: '', op: 'exact', value: '' })

/** The condition as the API takes it; null while something is missing. */
export function toWhen({ kind, name, op, value }: ConditionDraft): When | null {
  const subject = needsName(kind) ? name.trim() : true
  if (subject === '' || (op !== 'present' && value === '')) return null
  return { [kind]: subject, ...(op === 'present' ? { present: true } : { [op]: value }) }
}

/** A name for the rule, from what was typed: `Beta testers` → `beta-testers`. */
export function ruleName(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '')
}
