import type { RuleDto } from '@/lib/contracts/services'

/** Why a share can't be verified where callers stick to a version, and what to do for people who test. */
export function StickyNote({ rule, canMatch }: { rule: RuleDto; canMatch: boolean }) {
  if (rule.sticky === undefined) return null
  return (
    <p
      data-testid="sticky-note"
      className="mt-3 rounded-md border border-line bg-bg px-3 py-2 text-xs text-muted"
    >
      <b className="font-semibold text-text">Sessions stick ({rule.sticky}).</b> Callers keep the version that
      they got first, so the share of requests cannot be verified against the weights: a few busy callers
      decide it. Whom a random canary gets is chance, and they keep it for the whole session, faults included.{' '}
      {canMatch
        ? 'For people who test, pin them to the canary with a match on a cookie instead, and leave the weights.'
        : 'For people who test, a match on a header or cookie is kinder, where the data plane has it.'}
    </p>
  )
}
