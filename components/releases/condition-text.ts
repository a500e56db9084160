import type { ConditionDraft } from '@/components/traffic/service/match-draft'

const kinds = ['header', 'cookie', 'query', 'source', 'method', 'host'] as const
const signs = { exact: '=', prefix: '^=', regex: '~=' } as const
const pattern = new RegExp(`^(${kinds.join('|')})(?::([^=^~]*))?(?:(\\^=|~=|=)([\\s\\S]*))?$`)

/** Kinds of conditions that a plan may name, the usual ones first. */
export const conditionKinds: readonly string[] = kinds

/** A condition as an address carries it: `header:x-user=developer`, `cookie:beta` (is there), `query:v~=^2`. */
export function conditionText({ kind, name, op, value }: ConditionDraft): string {
  const subject = name === '' ? kind : `${kind}:${name}`
  return op === 'present' ? subject : `${subject}${signs[op]}${value}`
}

/** Reads what `conditionText` wrote; null for anything else. */
export function conditionOf(text: string): ConditionDraft | null {
  const found = pattern.exec(text.trim())
  if (found === null) return null
  const [, kind = '', name = '', sign, value = ''] = found
  const op = sign === '=' ? 'exact' : sign === '^=' ? 'prefix' : sign === '~=' ? 'regex' : 'present'
  return { kind, name, op, value }
}
