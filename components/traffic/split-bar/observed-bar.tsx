import { formatCount, formatPercent } from '@/components/ui/format-number'
import { formatDuration } from '@/components/ui/format-time'
import type { ObservedDto } from '@/lib/contracts/services'
import { cn } from '@/lib/cn'
import { toneColor, type VersionTone } from '../version-tone'
import { tellsRule, verificationReason } from './verification-reasons'
import { VerificationWord } from './verification-word'

interface ObservedBarProps {
  observed: ObservedDto
  rule: ObservedDto['rules'][number]
  /** Versions in the order of the bar above. */
  order: readonly string[]
  tones: ReadonlyMap<string, VersionTone>
}

/** The observed split under the desired one, with a whisker of its confidence at each boundary. */
export function ObservedBar({ observed, rule, order, tones }: ObservedBarProps) {
  const { verification } = rule
  const told = tellsRule(verification)
  const versions = (told ? order : []).flatMap((version) =>
    rule.versions.filter((entry) => entry.version === version),
  )
  const starts = versions.map((_, index) =>
    versions.slice(0, index).reduce((sum, { percent }) => sum + percent, 0),
  )
  const seen = told ? verification.requestsSeen : 0
  const age = `${observed.source}, window ${formatDuration(observed.window)}, ${formatDuration(observed.age)} old`
  return (
    <div className={cn('mt-2', observed.stale && 'opacity-60 grayscale')} title={age}>
      {versions.length > 0 && (
        <div aria-hidden className="relative h-2">
          <div className="flex h-full overflow-hidden rounded-full bg-stable-soft">
            {versions.map(({ version, percent }) => (
              <span
                key={version}
                style={{ width: `${percent}%`, background: toneColor(tones.get(version) ?? 'stable') }}
              />
            ))}
          </div>
          {versions.slice(1).map(({ version, percent, low, high }, index) => {
            const start = starts[index + 1] ?? 0
            const left = Math.max(0, start - (high - percent))
            const right = Math.min(100, start + (percent - low))
            return (
              <span
                key={version}
                className="absolute -top-[3px] h-3.5 min-w-[3px] border-x-2 border-text opacity-80"
                style={{ left: `${left}%`, width: `${right - left}%` }}
              />
            )
          })}
        </div>
      )}
      <div className="mt-1.5 flex flex-wrap justify-between gap-x-4 text-xs text-muted">
        <span>
          {versions.length === 0
            ? told && 'nothing observed yet'
            : versions.slice(versions.length > 1 ? 1 : 0).map(({ version, percent, low, high }) => (
                <span key={version} className="mr-3">
                  observed {version} <b className="font-semibold text-text">{formatPercent(percent)}</b> (
                  {formatPercent(low)} – {formatPercent(high)})
                </span>
              ))}
          {seen > 0 && `of ${formatCount(seen)} requests`}
          {observed.stale && ' · stale'}
        </span>
        <VerificationWord verification={verification} />
      </div>
      {(verification.state === 'off' || verification.state === 'unverifiable') && (
        <p data-testid="verification-reason" className="mt-1 text-xs text-muted">
          {verificationReason(verification)}
        </p>
      )}
    </div>
  )
}
