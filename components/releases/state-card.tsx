import { Card } from '@/components/ui/card'
import { formatCount } from '@/components/ui/format-number'
import type { ReleaseDto } from '@/lib/contracts/releases'
import { cn } from '@/lib/cn'
import { stateWords, verdictSigns } from './release-words'

/** Where the release stands, in words, with the evidence that is known. */
export function StateCard({ release }: { release: ReleaseDto }) {
  const { verdict, checks } = release
  const words = stateWords(release)
  // A check whose words the verdict repeats, and which waits for nothing, says nothing new.
  const told = checks.filter(
    ({ evidence, requestsNeeded }) =>
      requestsNeeded !== undefined || verdict?.words.includes(evidence) !== true,
  )
  return (
    <Card title="Where it stands" className="flex flex-col">
      <p className="text-xl leading-snug font-semibold tracking-tight">{words.headline}</p>
      <p className="mt-1 text-base text-muted">{words.meaning}</p>
      {verdict !== undefined && (
        <div className="mt-4 border-t border-line pt-3">
          <p className={cn('text-sm font-semibold', verdictSigns[verdict.state].className)}>
            <span aria-hidden className="mr-1.5">
              {verdictSigns[verdict.state].glyph}
            </span>
            {verdictSigns[verdict.state].word}
          </p>
          <p className="mt-1 text-sm">{verdict.words}</p>
        </div>
      )}
      {told.length > 0 && (
        <ul className="mt-3 flex flex-col">
          {told.map(({ name, evidence, requestsSeen, requestsNeeded }) => (
            <li
              key={name}
              className="flex flex-wrap justify-between gap-x-4 border-t border-line py-2 text-sm first:border-0"
            >
              <span className="font-medium">{name}</span>
              <span className="text-muted">
                {formatCount(requestsSeen)} requests on {release.to}
                {requestsNeeded !== undefined && `, ${formatCount(requestsNeeded)} more needed`}
              </span>
              <span className="basis-full text-muted">{evidence}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
