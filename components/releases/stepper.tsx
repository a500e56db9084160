'use client'
import { useEffect, useRef } from 'react'
import { useNow } from '@/components/ui/use-now'
import type { ReleaseDto } from '@/lib/contracts/releases'
import { cn } from '@/lib/cn'
import { aheadWords, countdownOf, type Countdown } from './countdown'
import { lengthWords } from './length-words'
import { placedStages, stageCount, type PlacedStage } from './stages'

/** More stages than this do not fit side by side even on wide screens. */
const ROOMY = 8

/** The plan from left to right: done, in hand with its countdown, ahead. Scrolls sideways where it does not fit. */
export function Stepper({ release }: { release: ReleaseDto }) {
  const now = useNow()
  const stages = placedStages(release)
  const countdown = countdownOf(release, now)
  const place = stageCount(stages)
  const frame = useStageInView(place?.at)
  return (
    <section aria-label="Steps" data-testid="stepper" className="min-w-0">
      <div
        ref={frame}
        // A frame that scrolls must be reachable by keyboard.
        tabIndex={0}
        role="group"
        aria-label="Stages of the plan"
        className="relative -mx-1 overflow-x-auto overscroll-x-contain px-1 pt-1 pb-2"
      >
        <ol className="grid auto-cols-[minmax(6.75rem,1fr)] grid-flow-col gap-1.5">
          {stages.map((stage) => (
            <li
              key={stage.first}
              data-state={stage.state}
              {...(stage.state === 'current' ? { 'aria-current': 'step' as const } : {})}
              className="min-w-0"
            >
              <Track stage={stage} countdown={countdown} />
              <p
                title={stage.title}
                className={cn(
                  'mt-2 truncate text-base font-semibold max-md:text-sm',
                  stage.state === 'current' && 'text-canary-text',
                  stage.state === 'stopped' && 'text-failing',
                  stage.state === 'ahead' && 'text-muted',
                )}
              >
                {stage.title}
              </p>
              <p className="text-xs text-muted">
                <StageWords stage={stage} countdown={countdown} release={release} />
              </p>
            </li>
          ))}
        </ol>
      </div>
      {place !== undefined && (
        <p className={cn('mt-1 text-sm', stages.length <= ROOMY && 'md:hidden')}>
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

/** Keeps the stage in hand in sight; moves the frame only, never the page. `at` counts from one. */
function useStageInView(at: number | undefined) {
  const frame = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const box = frame.current
    const stage = at === undefined ? undefined : box?.querySelectorAll('li')[at - 1]
    if (box === null || stage === undefined) return
    box.scrollLeft = stage.offsetLeft - (box.clientWidth - stage.clientWidth) / 2
  }, [at])
  return frame
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
  release: ReleaseDto
}

const stopWords: Readonly<Partial<Record<ReleaseDto['state'], string>>> = {
  aborting: 'aborting',
  aborted: 'aborted here',
  failed: 'abort failed here',
}

function StageWords({ stage, countdown, release }: StageWordsProps) {
  if (stage.state === 'done') return stage.seconds > 0 ? `done, ${lengthWords(stage.seconds)}` : 'done'
  if (stage.state === 'stopped') return stopWords[release.state] ?? 'stopped here'
  if (stage.state === 'ahead') {
    const adds = release.plan.steps[stage.first]?.kind === 'add-version'
    const words = aheadWords(stage)
    return words === 'at weight 0' && !adds ? 'at once' : words
  }
  const parts = [countdown.awaitsRequests ? 'waits for requests' : countdown.time, countdown.requests].filter(
    (part) => part !== '',
  )
  return <span className="text-text">{parts.length === 0 ? 'being applied' : parts.join(', ')}</span>
}
