import { Card } from '@/components/ui/card'
import { formatCount } from '@/components/ui/format-number'
import { TimeAgo } from '@/components/ui/time-ago'
import type { RolloutDto } from '@/lib/contracts/rollouts'
import { sideNames } from './change-words'
import { RolloutBar } from './rollout-bar'
import { limitWords, podWords, rolloutWords, toolNames } from './rollout-words'

/** Where it stands, in words, by pods or weight, with what its controller says. */
export function RolloutProgress({ rollout }: { rollout: RolloutDto }) {
  const { tool, message, since, limits, desired, weight, step, state } = rollout
  const words = rolloutWords(rollout)
  const done = state === 'complete'
  return (
    <Card title="Where it stands">
      <p className="text-xl leading-snug font-semibold tracking-tight">{words.headline}</p>
      <p className="mt-1 text-base text-muted">{words.meaning}</p>
      <RolloutBar rollout={rollout} className="mt-4 h-4" />
      <Legend rollout={rollout} />
      {step !== undefined && !done && (
        <p className="mt-2 text-sm">
          Step {step.index} of {step.of}
          {weight !== undefined && `, ${podWords(rollout)}`}
        </p>
      )}
      {limits !== undefined && (
        <p className="mt-2 text-sm">
          {limitWords(limits, desired)}{' '}
          <span className="text-muted">
            maxSurge {limits.maxSurge}, maxUnavailable {limits.maxUnavailable}
          </span>
        </p>
      )}
      <dl className="mt-4 flex flex-wrap gap-x-8 gap-y-2 border-t border-line pt-3 text-sm">
        <Figure name="Pods wanted" value={rollout.desired} />
        <Figure name="new" value={rollout.updated} />
        <Figure name="ready" value={rollout.ready} />
        <Figure name="available" value={rollout.available} />
        <div>
          <dt className="text-xs text-muted">Last progress</dt>
          <dd>{since === null ? 'not known' : <TimeAgo at={since} />}</dd>
        </div>
      </dl>
      {!words.headline.includes(message) && (
        <p className="mt-3 text-sm first-letter:uppercase" data-testid="rollout-message">
          {/* Of a Deployment it is put together from its status, which has no such sentence. */}
          {tool !== 'kubernetes' && <span className="text-muted">{toolNames[tool]} says: </span>}
          {message}
        </p>
      )}
    </Card>
  )
}

/** What the two colours of the bar are; nothing once only one is left. */
function Legend({ rollout }: { rollout: RolloutDto }) {
  if (rollout.state === 'complete' || rollout.from === null) return null
  const { from, to } = sideNames(rollout)
  return (
    <p className="mt-1.5 flex flex-wrap gap-x-4 text-xs text-muted">
      <span className="inline-flex items-center gap-1.5">
        <span aria-hidden className="size-2.5 rounded-[3px] bg-canary" /> new: {to}
      </span>
      <span className="inline-flex items-center gap-1.5">
        <span aria-hidden className="size-2.5 rounded-[3px] bg-stable" /> before: {from}
      </span>
    </p>
  )
}

function Figure({ name, value }: { name: string; value: number }) {
  return (
    <div>
      <dt className="text-xs text-muted">{name}</dt>
      <dd className="text-base font-semibold">{formatCount(value)}</dd>
    </div>
  )
}
