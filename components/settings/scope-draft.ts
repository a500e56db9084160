/** What stands in the three fields of a scope; an empty text means any. */
export interface ScopeDraft {
  cluster: string
  namespace: string
  service: string
}

const parts = ['cluster', 'namespace', 'service'] as const

export const anyScope: ScopeDraft = { cluster: '', namespace: '', service: '' }

/** The parts that are named, as the API takes them. */
export function scopeOfDraft(draft: ScopeDraft): Partial<ScopeDraft> {
  const pairs = parts.map((part) => [part, draft[part].trim()] as const)
  return Object.fromEntries(pairs.filter(([, value]) => value !== ''))
}

/** What the API would refuse: names are made of letters, digits and `. _ ~ -`. */
export function scopeProblems(draft: ScopeDraft): Partial<Record<keyof ScopeDraft, string>> {
  const wrong = parts.filter((part) => !/^[\w.~-]*$/.test(draft[part].trim()))
  return Object.fromEntries(wrong.map((part) => [part, 'Only letters, digits and . _ ~ - are possible.']))
}

/** "everywhere", "cluster eu, namespace shop": a scope in words. `*` and absence mean any. */
export function scopeWords(scope: Partial<ScopeDraft> | undefined): string {
  const named = parts.flatMap((part) => {
    const value = scope?.[part]
    return value === undefined || value === '' || value === '*' ? [] : [`${part} ${value}`]
  })
  return named.length === 0 ? 'everywhere' : named.join(', ')
}
