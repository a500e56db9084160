'use client'
import Link from 'next/link'
import type { KeyboardEvent } from 'react'
import { AbortButton } from '@/components/releases/abort-button'
import { AbortResult } from '@/components/releases/abort-result'
import { countdownOf } from '@/components/releases/countdown'
import { stateWords, verdictSigns } from '@/components/releases/release-words'
import { placedStages, stageCount } from '@/components/releases/stages'
import { StateBadge } from '@/components/releases/state-badge'
import { useAbort } from '@/components/releases/use-abort'
import { isTyping } from '@/components/releases/use-abort-key'
import { useArmed } from '@/components/releases/use-armed'
import { useRelease } from '@/components/releases/use-release'
import { MiniSplit } from '@/components/traffic/split-bar/mini-split'
import { formatPercent } from '@/components/ui/format-number'
import { useNow } from '@/components/ui/use-now'
import type { ReleaseDto } from '@/lib/contracts/releases'
import { cn } from '@/lib/cn'

/** One release in flight: where it stands, what comes next, and the way back. A with the focus inside arms the abort. */
export function ReleaseCard({ listed }: { listed: ReleaseDto }) {
  // The list leaves out what costs a metrics query; the card asks for its own release.
  const release = useRelease(listed.id, listed).data ?? listed
  const abort = useAbort(release)
  const armed = useArmed()
  const { service, from, to, next, verdict } = release
  const keys = (event: KeyboardEvent) => {
    if (event.key.toLowerCase() !== 'a' || event.metaKey || event.ctrlKey || event.altKey) return
    if (isTyping(event.target)) return
    event.preventDefault()
    armed.arm()
  }
  return (
    <article
      data-testid={`release-card-${service.name}`}
      onKeyDown={keys}
      className="relative flex flex-col gap-3 rounded-lg border border-line bg-panel p-4 hover:border-line-strong"
    >
      <header className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <h3 className="min-w-0 text-lg font-semibold tracking-tight">
          <Link href={`/releases/${release.id}`} className="after:absolute after:inset-0 after:rounded-lg">
            {service.name}{' '}
            <span className="text-base font-normal text-muted">
              {from} → {to}, {service.namespace}
            </span>
          </Link>
        </h3>
        <div className="relative z-10 flex items-center justify-between gap-2 max-sm:w-full">
          <StateBadge state={release.state} />
          <AbortButton
            abort={abort}
            armed={armed}
            what={`${service.name} ${from} → ${to}`}
            size="sm"
            className="max-md:h-10 max-md:px-5"
          />
        </div>
      </header>
      <Progress release={release} />
      <div className="flex items-center gap-3">
        <MiniSplit
          split={[
            { version: from, percent: 100 - (release.weight ?? 0), role: 'stable' },
            { version: to, percent: release.weight ?? 0, role: 'canary' },
          ]}
        />
        <span className="text-sm whitespace-nowrap">
          <span className="text-muted">{to}</span>{' '}
          <b className="font-semibold">
            {release.weight === null ? 'unknown' : formatPercent(release.weight)}
          </b>
        </span>
      </div>
      <p className="text-sm">
        {release.state === 'running' && verdict !== undefined ? (
          <>
            <span aria-hidden className={cn('mr-1.5', verdictSigns[verdict.state].className)}>
              {verdictSigns[verdict.state].glyph}
            </span>
            {verdict.words}
          </>
        ) : (
          stateWords(release).meaning
        )}
      </p>
      {next !== undefined && (
        <p className="text-sm text-muted">
          Next decision: <span className="font-medium text-text">{next}</span>
        </p>
      )}
      <div className="relative z-10 empty:hidden">
        <AbortResult abort={abort} release={release} />
      </div>
    </article>
  )
}

/** "Step 2 of 5, 40 %: 3:12 left, 7,410 requests", over a track of the stages. */
function Progress({ release }: { release: ReleaseDto }) {
  const countdown = countdownOf(release, useNow())
  const stages = placedStages(release)
  const place = stageCount(stages)
  const words = [countdown.awaitsRequests ? 'waits for requests' : countdown.time, countdown.requests]
    .filter((part) => part !== '')
    .join(', ')
  return (
    <div>
      <div aria-hidden className="flex gap-1">
        {stages.map(({ first, state }) => (
          <span key={first} className="h-1 flex-1 overflow-hidden rounded-full bg-line">
            {state === 'done' && <span className="block h-full bg-stable" />}
            {state === 'stopped' && <span className="block h-full text-failing hatch" />}
            {state === 'current' &&
              (countdown.progress === null ? (
                <span className="block h-full text-canary hatch" />
              ) : (
                <span
                  className="block h-full min-w-1 bg-canary"
                  style={{ width: `${countdown.progress * 100}%` }}
                />
              ))}
          </span>
        ))}
      </div>
      {place !== undefined && (
        <p className="mt-1.5 text-sm">
          Step {place.at} of {place.of}, <b className="font-semibold">{place.stage.title}</b>
          {words !== '' && <span className="text-muted">: {words}</span>}
        </p>
      )}
    </div>
  )
}
