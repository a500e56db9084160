import { figuresOf } from '@/components/releases/check-figures'
import { stepWords } from '@/components/releases/step-words'
import type { ReleaseReportDto } from '@/lib/contracts/release-report'
import { Part } from './parts'

/** The frozen plan in words. */
export function ReportPlan({ report }: { report: ReleaseReportDto }) {
  const { plan, release } = report
  const ended = release.stepIndex >= plan.steps.length
  return (
    <Part title="The plan" note="It was frozen and hashed before the start.">
      <div className="grid gap-x-8 gap-y-3 text-sm sm:grid-cols-2 print:grid-cols-2">
        <div>
          <h3 className="mb-1 font-medium">Steps</h3>
          <ol className="list-decimal pl-6 marker:text-muted">
            {plan.steps.map((step, index) => (
              <li key={index} className="break-inside-avoid [overflow-wrap:anywhere]">
                {stepWords(step, release.to)}
                {!ended && release.startedAt !== undefined && index === release.stepIndex && (
                  <b className="font-semibold"> – reached</b>
                )}
              </li>
            ))}
          </ol>
        </div>
        <div>
          <h3 className="mb-1 font-medium">Checks</h3>
          {plan.checks.length === 0 ? (
            <p className="text-muted">None: time and people decide.</p>
          ) : (
            <ul>
              {plan.checks.map((check) => (
                <li key={check.name} className="break-inside-avoid">
                  {check.name} <span className="text-muted">{figuresOf(check)}</span>
                </li>
              ))}
            </ul>
          )}
          <p className="mt-1.5 text-muted">
            Compared with {plan.baseline ?? `${release.from}, stable`}.{' '}
            {plan.onInconclusive === 'hold'
              ? 'Without a decision in time a person is asked.'
              : 'Without a decision in time it goes on looking.'}
          </p>
          <h3 className="mt-3 mb-1 font-medium">Before the start</h3>
          <ul>
            {release.before.map(({ route, rule, weights }) => (
              <li key={`${route} ${rule}`} className="[overflow-wrap:anywhere]">
                {route}, rule {rule}:{' '}
                {Object.entries(weights)
                  .map(([key, weight]) => `${key} ${weight}`)
                  .join(', ')}
              </li>
            ))}
          </ul>
        </div>
      </div>
    </Part>
  )
}
