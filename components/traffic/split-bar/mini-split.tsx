import { formatPercent } from '@/components/ui/format-number'
import { cn } from '@/lib/cn'
import type { VersionTone } from '../version-tone'
import { toneColor, versionTones } from '../version-tone'

interface MiniSplitProps {
  /** Desired percents by version; `observed` null where nothing was measured. */
  split: readonly {
    version: string
    percent: number
    observed?: number | null | undefined
    role?: 'stable' | 'canary' | undefined
  }[]
  /** Where more is known than the split tells; else taken from it. */
  tones?: ReadonlyMap<string, VersionTone>
  className?: string
}

/** The split bar for lists and nodes: to look at only. The desired split, and under it, thin, the observed one. */
export function MiniSplit({ split, tones = versionTones(split), className }: MiniSplitProps) {
  if (split.length === 0) return <span className="text-muted">–</span>
  const words = split
    .map(({ version, percent, observed }) =>
      typeof observed !== 'number'
        ? `${version} ${formatPercent(percent)}`
        : `${version} ${formatPercent(percent)}, observed ${formatPercent(observed)}`,
    )
    .join('; ')
  const seen = split.filter(
    (entry): entry is typeof entry & { observed: number } => typeof entry.observed === 'number',
  )
  const toneOf = (version: string): VersionTone => tones.get(version) ?? 'stable'
  return (
    <div
      role="img"
      aria-label={words}
      title={words}
      className={cn('flex w-full min-w-20 flex-col gap-[3px]', className)}
    >
      <div className="flex h-2.5 gap-px overflow-hidden rounded-sm">
        {split.map(({ version, percent }) => (
          <span key={version} style={{ width: `${percent}%`, background: toneColor(toneOf(version)) }} />
        ))}
      </div>
      {seen.length > 0 && (
        <div className="flex h-[3px] gap-px overflow-hidden rounded-sm opacity-80">
          {seen.map(({ version, observed }) => (
            <span key={version} style={{ width: `${observed}%`, background: toneColor(toneOf(version)) }} />
          ))}
        </div>
      )}
    </div>
  )
}
