import { Button } from '@/components/ui/button'
import { formatPercent } from '@/components/ui/format-number'
import { TimeAgo } from '@/components/ui/time-ago'
import { destinationName } from '@/lib/domain/traffic/destination-name'
import type { RouteDto, RuleDto } from '@/lib/contracts/services'

interface OvertakenNoticeProps {
  route: RouteDto
  rule: RuleDto
  /** Undefined when the draft fits the live route no more. */
  onKeep: (() => void) | undefined
  onAdopt: () => void
}

/** The route changed under a draft: what it is now, whose change it was, and what to do with the draft. */
export function OvertakenNotice({ route, rule, onKeep, onAdopt }: OvertakenNoticeProps) {
  const split = rule.destinations
    .map((one, _, all) => `${destinationName(one, all)} ${formatPercent(one.percent)}`)
    .join(', ')
  return (
    <div
      role="alert"
      data-testid="overtaken"
      className="mt-3 flex flex-col gap-2 rounded-lg border border-degraded p-3 text-sm"
    >
      <p>
        <span aria-hidden className="mr-1.5 text-degraded">
          ◆
        </span>
        <b className="font-semibold">{route.writer?.actor ?? route.writer?.manager ?? 'Somebody'}</b> changed
        this route
        {route.writer !== undefined && (
          <>
            {' '}
            <TimeAgo at={route.writer.time} />
          </>
        )}
        . Live now: <b className="font-semibold">{split}</b>. Your draft is kept and not applied.
        {onKeep === undefined &&
          ' It no longer fits: the destinations or the scale of the rule have changed.'}
      </p>
      <div className="flex gap-2">
        {onKeep !== undefined && (
          <Button size="sm" data-testid="keep-draft" onClick={onKeep}>
            Keep my draft
          </Button>
        )}
        <Button size="sm" data-testid="adopt-live" onClick={onAdopt}>
          Use the live split
        </Button>
      </div>
    </div>
  )
}
