'use client'
import { useNow } from '@/components/ui/use-now'
import type { ReleaseDto } from '@/lib/contracts/releases'
import { cn } from '@/lib/cn'
import { aheadWords, countdownOf, lengthWords, type Countdown } from './countdown'
import { placedStages, stageCount, type PlacedStage } from './stages'

/** More stages than this have no room for words under each. */
const ROOMY = 8

/** The plan from left to right: done, in hand with its countdown, ahead. */
export function Stepper({ release }: { release: ReleaseDto }) {
  const now = useNow()
  const stages = placedStages(release)
  const countdown = countdownOf(release, now)
  const place = stageCount(stages)
  const roomy = stages.length <= ROOMY
  return (
    <section aria-label="Steps" data-testid="stepper">
      <ol
        className="grid gap-1.5"
        style={{ gridTemplateColumns: `repeat(${stages.length}, minmax(0, 1fr))` }}
      >
        {stages.map((stage) => (
          <li
            key={stage.first}
            data-state={stage.state}
            {...(stage.state === 'current' ? { 'aria-current': 'step' as const } : {})}
            className="min-w-0"
          >
            <Track stage={stage} countdown={countdown} />
            <p
              className={cn(
                'mt-2 truncate font-semibold',
                roomy ? 'text-base max-md:text-xs' : 'text-2xs',
                stage.state === 'current' && 'text-canary-text',
                stage.state === 'stopped' && 'text-failing',
                stage.state === 'ahead' && 'text-muted',
              )}
            >
              {stage.title}
            </p>
            <p className={cn('text-xs text-muted', roomy ? 'max-md:sr-only' : 'sr-only')}>
              <StageWords stage={stage} countdown={countdown} state={release.state} />
            </p>
          </li>
        ))}
      </ol>
      {place !== undefined && (
        <p className={cn('mt-2 text-sm', roomy && 'md:hidden')}>
          Step {place.at} of {place.of}, <b className="font-semibold">{place.stage.title}</b>
          {countdown.time !== '' && `: ${countdown.time}`}
          {countdown.requests !== '' && `, ${countdown.requests}`}
          {place.next !== undefined && place.stage.state === 'current' && (
            <span className="text-muted"> · next {place.next.title}</span>
          )}
        </p>
      )}
    </section>
  )
}

function Track({ stage, countdown }: { stage: PlacedStage; countdown: Countdown }) {
  const { state } = stage
  const width = state === 'done' ? 100 : (countdown.progress ?? 0) * 100
  return (
    <div aria-hidden className="h-1.5 overflow-hidden rounded-full bg-line">
      {state === 'done' && <div className="h-full bg-stable" />}
      {state === 'stopped' && <div className="h-full bg-transparent text-failing hatch" />}
      {state === 'current' &&
        (countdown.progress === null ? (
          <div className="h-full text-canary hatch" />
        ) : (
          <div className="h-full min-w-1.5 bg-canary" style={{ width: `${width}%` }} />
        ))}
    </div>
  )
}

interface StageWordsProps {
  stage: PlacedStage
  countdown: Countdown
  state: ReleaseDto['state']
}

const stopWords: Readonly<Partial<Record<ReleaseDto['state'], string>>> = {
  aborting: 'aborting',
  aborted: 'aborted here',
  failed: 'abort failed here',
}

function StageWords({ stage, countdown, state }: StageWordsProps) {
  if (stage.state === 'done') return stage.seconds > 0 ? `done, ${lengthWords(stage.seconds)}` : 'done'
  if (stage.state === 'stopped') return stopWords[state] ?? 'stopped here'
  if (stage.state === 'ahead') return aheadWords(stage)
  const parts = [countdown.awaitsRequests ? 'waits for requests' : countdown.time, countdown.requests].filter(
    (part) => part !== '',
  )
  return <span className="text-text">{parts.length === 0 ? 'being applied' : parts.join(', ')}</span>
}
