import { Fact } from '@/components/ui/fact'
import { formatCount, formatRate } from '@/components/ui/format-number'
import type { ReleasePreviewDto } from '@/lib/contracts/releases'
import { lengthWords } from './length-words'

/** How long it takes and how many requests reach the canary, when nobody waits for anything. */
export function Estimate({ preview, to }: { preview: ReleasePreviewDto; to: string }) {
  const { duration, longest, exposure } = preview
  return (
    <dl className="text-sm" data-testid="estimate">
      <Fact name="Takes">
        {duration === 0 ? 'no time of its own' : `about ${lengthWords(duration)}`}
        {longest > duration && <span className="text-muted">, at most {lengthWords(longest)}</span>}
      </Fact>
      <Fact name={`Requests that reach ${to}`}>
        {exposure === null ? (
          <span className="text-muted">unknown without metrics</span>
        ) : (
          <span title={`at ${formatRate(exposure.ratePerSecond)} requests a second, as now`}>
            about {formatCount(exposure.requests)}
            {exposure.mirrored > 0 && (
              <span className="text-muted">
                , and {formatCount(exposure.mirrored)} copies that no user sees
              </span>
            )}
          </span>
        )}
      </Fact>
    </dl>
  )
}
