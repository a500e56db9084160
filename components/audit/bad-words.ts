import type { BadKind } from '@/lib/domain/audit/verify-chain'

const words: Readonly<Record<BadKind, string>> = {
  gap: 'a number is missing, or the log ends before its known head (gap)',
  link: 'it names another predecessor than the event before it, or its epoch went back (link)',
  hash: 'its body, number or hash were changed (hash)',
  malformed: 'its hashes are not hashes, or its body is not canonical JSON (malformed)',
  columns: 'a searchable copy differs from the body that was hashed (columns)',
}

/** What a verifier found, as docs/audit-format.md words it. */
export function badWords(kind: string | undefined): string {
  const known = Object.entries(words).find(([name]) => name === kind)
  return known?.[1] ?? kind ?? 'unknown fault'
}
