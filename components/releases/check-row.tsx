import { Info } from 'lucide-react'
import { LazyRatioBandChart } from '@/components/charts/lazy-charts'
import { prepareRatioBand } from '@/components/charts/prepare-ratio-band'
import { formatCount } from '@/components/ui/format-number'
import { Tooltip } from '@/components/ui/tooltip'
import type { CheckResultDto, ReleaseDto } from '@/lib/contracts/releases'
import { cn } from '@/lib/cn'
import { checkSign, isLive } from './release-words'
import { evidenceLines, maxRatioOf, ratioText } from './verdict-words'

/** One check: what it says now, on which evidence, what it still needs, and how its band closed. */
export function CheckRow({ check, release }: { check: CheckResultDto; release: ReleaseDto }) {
  const { name, state, evidence, requestsSeen, requestsNeeded, ratio } = check
  const sign = checkSign(state)
  const lines = evidenceLines(check)
  const maxRatio = maxRatioOf(release.plan, name)
  const band = prepareRatioBand(release.measurements, { name, attempt: release.attempt, maxRatio })
  const drawn = band.points.length > 0 && ratio !== undefined
  return (
    <li
      data-testid="check"
      data-state={state}
      className="grid gap-x-5 gap-y-1 border-t border-line py-3 sm:grid-cols-[minmax(0,1fr)_11rem]"
    >
      <div className={cn('min-w-0', !drawn && 'sm:col-span-2')}>
        <p className="flex flex-wrap items-center gap-x-2.5">
          <span className="font-semibold">{name}</span>
          <span className={cn('text-xs font-medium whitespace-nowrap', sign.className)}>
            <span aria-hidden>{sign.glyph}</span> {sign.word}
          </span>
          {lines.length > 0 && (
            <Tooltip
              content={
                <span className="flex flex-col gap-1">
                  {lines.map((line) => (
                    <span key={line}>{line}</span>
                  ))}
                </span>
              }
            >
              <button
                type="button"
                aria-label={`E-values of ${name}`}
                className="rounded-sm text-muted hover:text-text"
              >
                <Info className="size-3.5" aria-hidden />
              </button>
            </Tooltip>
          )}
        </p>
        <p className="mt-0.5 text-sm break-words text-muted">{evidence}</p>
        {(requestsSeen > 0 || requestsNeeded !== undefined) && (
          <p className="mt-0.5 text-xs text-muted">
            {formatCount(requestsSeen)} requests on {release.to}
            {isLive(release.state) && requestsNeeded !== undefined && requestsNeeded > 0 && (
              <b className="font-semibold text-text">, about {formatCount(requestsNeeded)} more needed</b>
            )}
          </p>
        )}
      </div>
      {drawn && (
        <LazyRatioBandChart
          band={band}
          maxRatio={maxRatio}
          control={release.plan.baseline ?? release.from}
          words={`Ratio canary to control between ${ratioText(ratio.low)} and ${ratio.high === null ? 'no bound yet' : ratioText(ratio.high)}${maxRatio === undefined ? '' : `, acceptable below ${maxRatio}`}.`}
        />
      )}
    </li>
  )
}
