import { Card } from '@/components/ui/card'
import { TimeAgo } from '@/components/ui/time-ago'
import type { ReleaseDto } from '@/lib/contracts/releases'
import { cn } from '@/lib/cn'
import { CheckRow } from './check-row'
import { stateWords, verdictSigns } from './release-words'
import { neededWords, verdictHeadline, verdictRest } from './verdict-words'

interface VerdictCardProps {
  release: ReleaseDto
  /** Requests a second on the canary now; null where nobody knows. */
  canaryRate: number | null
}

/** Where the release stands and the verdict, in words large enough to read across the room, with its evidence. */
export function VerdictCard({ release, canaryRate }: VerdictCardProps) {
  const { verdict, checks, stageSince } = release
  const words = stateWords(release)
  const headline = verdictHeadline(release)
  // While it runs the verdict is what matters; otherwise the state of the release is.
  const judged = release.plan.checks.length > 0
  const verdictFirst = judged && headline !== undefined && release.state === 'running'
  // Pods that get ready, a freeze: what a running release waits for besides time and people.
  const awaited =
    release.state === 'running' && release.waitingFor !== 'approval' ? release.waitingFor : undefined
  const rest = verdict === undefined ? '' : judged ? verdictRest(verdict, checks) : verdict.words
  const needed = release.state === 'running' ? neededWords(checks, canaryRate) : undefined
  return (
    <Card
      title={verdictFirst ? 'Verdict' : 'Where it stands'}
      aside={
        stageSince !== undefined && judged ? (
          <>
            evidence of this stage since <TimeAgo at={stageSince} />
          </>
        ) : undefined
      }
      className="flex flex-col"
      data-testid="verdict"
      data-state={verdict?.state ?? 'none'}
    >
      {verdictFirst && verdict !== undefined ? (
        <>
          <p className="text-xl leading-snug font-semibold tracking-tight">
            <Glyph state={verdict.state} />
            {headline}
          </p>
          {rest !== '' && <p className="mt-1 text-base text-muted">{rest}</p>}
          {needed !== undefined && <p className="mt-1 text-sm font-medium">It takes {needed}.</p>}
          <p className="mt-2 text-sm text-muted">
            {words.headline}. {words.meaning}
          </p>
        </>
      ) : (
        <>
          <p className="text-xl leading-snug font-semibold tracking-tight">{words.headline}</p>
          {/* While it holds, the notice above says why and what to do. */}
          {release.state !== 'holding' && <p className="mt-1 text-base text-muted">{words.meaning}</p>}
          {verdict !== undefined && (
            <div className="mt-3 border-t border-line pt-3">
              <p className={cn('text-base font-semibold', verdictSigns[verdict.state].className)}>
                <Glyph state={verdict.state} />
                {headline}
              </p>
              {rest !== '' && <p className="mt-0.5 text-sm">{rest}</p>}
            </div>
          )}
        </>
      )}
      {awaited !== undefined && (
        <p className="mt-2 text-sm">
          <span aria-hidden className="mr-2 text-info">
            ◌
          </span>
          {awaited}
        </p>
      )}
      {judged && checks.length > 0 && (
        <ul aria-label="Checks" className="mt-3 flex flex-col">
          {checks.map((check) => (
            <CheckRow key={check.name} check={check} release={release} />
          ))}
        </ul>
      )}
    </Card>
  )
}

function Glyph({ state }: { state: NonNullable<ReleaseDto['verdict']>['state'] }) {
  const sign = verdictSigns[state]
  return (
    <span className={cn('mr-2', sign.className)}>
      <span aria-hidden>{sign.glyph}</span>
      <span className="sr-only">Verdict {sign.word}: </span>
    </span>
  )
}
