import { patchLines } from '@/components/traffic/split-bar/patch-lines'
import { ErrorState } from '@/components/ui/error-state'
import { SkeletonRows } from '@/components/ui/skeleton'
import type { FindingDto } from '@/lib/contracts/common'
import type { ReleasePreviewDto } from '@/lib/contracts/releases'
import { ApiProblem } from '@/lib/queries/api-problem'
import { cn } from '@/lib/cn'
import { Estimate } from './estimate'
import { Patch } from './patch'
import { stepWords } from './step-words'
import type { NewReleaseState } from './use-new-release'

/** What the release will do: findings that matter now, then each step with its exact patches. */
export function PlanPreview({ state }: { state: NewReleaseState }) {
  const { preview, body, form, plan } = state
  if (body === null) {
    return (
      <p className="text-sm text-muted">
        {plan === null
          ? 'Once the plan is complete, each step stands here with its patch. What is missing is marked at its field.'
          : 'Choose a service and two versions to see each step and its patch.'}
      </p>
    )
  }
  if (preview.error !== null) {
    const refused =
      preview.error instanceof ApiProblem && preview.error.status >= 400 && preview.error.status < 500
    return (
      <ErrorState
        title={refused ? 'This plan would be refused' : 'The preview could not be made'}
        meaning="Nothing has moved."
        {...(refused ? { todo: 'Change what is named above.' } : {})}
        error={preview.error}
        onRetry={() => void preview.refetch()}
      />
    )
  }
  if (preview.data === undefined) return <SkeletonRows rows={3} label="Making the preview" />
  return (
    <div className={cn('flex flex-col gap-4', preview.isPlaceholderData && 'opacity-60')}>
      <Estimate preview={preview.data} to={form.to} />
      <Obstacles obstacles={preview.data.obstacles} />
      <Findings findings={preview.data.findings} />
      <Steps steps={preview.data.steps} to={form.to} />
    </div>
  )
}

const signs = {
  blocking: { order: 0, glyph: '▲', word: 'blocking', className: 'text-failing' },
  warning: { order: 1, glyph: '◆', word: 'warning', className: 'text-degraded' },
  hint: { order: 2, glyph: '○', word: 'hint', className: 'text-muted' },
}

function Findings({ findings }: { findings: readonly FindingDto[] }) {
  if (findings.length === 0) {
    return (
      <p className="text-sm">
        <span aria-hidden className="mr-1.5 text-ok">
          ✓
        </span>
        No findings: nothing is in the way.
      </p>
    )
  }
  const sorted = findings.toSorted((a, b) => signs[a.severity].order - signs[b.severity].order)
  return (
    <ul aria-label="Findings" className="flex flex-col divide-y divide-line rounded-md border border-line">
      {sorted.map(({ code, severity, title, detail, remedy, objects }) => (
        <li key={`${code} ${objects.map(({ name }) => name).join()}`} className="px-3 py-2 text-sm">
          <details>
            <summary className="cursor-pointer">
              <span className={cn('mr-2 whitespace-nowrap', signs[severity].className)}>
                <span aria-hidden>{signs[severity].glyph}</span> {signs[severity].word}
              </span>
              {title}
            </summary>
            <p className="mt-1 text-muted">{detail}</p>
            <p className="mt-1">{remedy}</p>
          </details>
        </li>
      ))}
    </ul>
  )
}

/** What keeps it from starting now besides findings: a draft can be made all the same. */
function Obstacles({ obstacles }: { obstacles: readonly string[] }) {
  if (obstacles.length === 0) return null
  return (
    <ul
      aria-label="Obstacles"
      data-testid="obstacles"
      className="rounded-md border border-degraded px-3 py-2 text-sm"
    >
      {obstacles.map((words) => (
        <li key={words}>
          <span aria-hidden className="mr-2 text-degraded">
            ◆
          </span>
          {words}
        </li>
      ))}
    </ul>
  )
}

interface StepsProps {
  steps: ReleasePreviewDto['steps']
  to: string
}

function Steps({ steps, to }: StepsProps) {
  return (
    <ol
      aria-label="Steps of the plan"
      className="flex flex-col divide-y divide-line rounded-md border border-line"
    >
      {steps.map(({ step, patches }, index) => (
        <li key={index} className="px-3 py-2 text-sm">
          {patches.length === 0 ? (
            <p className="pl-4">{stepWords(step, to)}</p>
          ) : (
            <details>
              <summary className="cursor-pointer">
                {stepWords(step, to)}{' '}
                <span className="text-xs text-muted">
                  {patches.length === 1 ? '1 patch' : `${patches.length} patches`}
                </span>
              </summary>
              <div className="mt-2">
                <Patch lines={patchLines(patches)} />
              </div>
            </details>
          )}
        </li>
      ))}
    </ol>
  )
}
