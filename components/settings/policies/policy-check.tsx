import type { PolicyChangeDto } from '@/lib/contracts/policies'
import { RightsChanges } from './rights-changes'
import { TextDiff } from './text-diff'

interface PolicyCheckProps {
  before: string
  after: string
  change: PolicyChangeDto
}

/** What a text would change: its lines, and the rights of everybody named. */
export function PolicyCheck({ before, after, change }: PolicyCheckProps) {
  const { twoPersons, releasesChanged, locksOut } = change
  return (
    <section aria-label="What it changes" className="flex flex-col gap-3" data-testid="policy-changes">
      <TextDiff before={before} after={after} label="Changed lines" />
      <RightsChanges changes={change.changes} />
      {twoPersons.before !== twoPersons.after && (
        <p className="text-sm">
          {twoPersons.after
            ? 'From then on a second person approves every change of the policy.'
            : 'From then on one person alone changes the policy.'}
        </p>
      )}
      {releasesChanged && <p className="text-sm">What holds for all releases changes as well.</p>}
      {locksOut && (
        <p className="text-sm">
          <span aria-hidden className="mr-2 text-failing">
            ▲
          </span>
          You could not change the policy any more.
        </p>
      )}
      <p className="text-xs text-muted">
        Counted for each group alone. People of several groups have what all of them grant, without what any
        of them is denied.
      </p>
    </section>
  )
}
