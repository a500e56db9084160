import { CopyButton } from '@/components/ui/copy-button'
import type { ReleaseDto } from '@/lib/contracts/releases'
import { figuresOf } from './check-figures'
import { ownPlanYaml } from './own-plan'
import { stepWords } from './step-words'

/** The frozen plan in words: what an approver approves. Open while somebody has to. */
export function PlanCard({ release, open }: { release: ReleaseDto; open: boolean }) {
  const { plan, to, step, state } = release
  const begun = state !== 'draft' && state !== 'awaiting-approval'
  return (
    <details
      // Opens and closes with the need for it, and by hand in between.
      key={String(open)}
      open={open}
      data-testid="plan"
      className="rounded-lg border border-line bg-panel p-4"
    >
      <summary className="cursor-pointer text-sm font-semibold text-muted">The plan</summary>
      <div className="mt-3 grid gap-x-8 gap-y-4 text-sm lg:grid-cols-2">
        <section>
          <h3 className="mb-1.5 font-semibold">Steps</h3>
          <ol className="list-decimal pl-6 marker:text-muted">
            {plan.steps.map((planned, index) => (
              <li key={index} className={begun && index < step.index ? 'text-muted' : undefined}>
                {stepWords(planned, to)}
                {begun && index === step.index && (
                  <b className="font-semibold text-canary-text"> – in hand</b>
                )}
              </li>
            ))}
          </ol>
        </section>
        <section>
          <h3 className="mb-1.5 font-semibold">Checks</h3>
          {plan.checks.length === 0 ? (
            <p className="text-muted">None: time and people decide.</p>
          ) : (
            <ul className="flex flex-col gap-0.5">
              {plan.checks.map((check) => (
                <li key={check.name}>
                  {check.name} <span className="text-muted">{figuresOf(check)}</span>
                </li>
              ))}
            </ul>
          )}
          <p className="mt-2 text-muted">
            Compared with {plan.baseline ?? `${release.from}, stable`}.{' '}
            {plan.onInconclusive === 'hold'
              ? 'Without a decision in time a person is asked.'
              : 'Without a decision in time it goes on looking.'}
          </p>
          <div className="mt-2">
            <CopyButton text={ownPlanYaml(plan)} label="Copy the plan as YAML">
              Copy as YAML
            </CopyButton>
          </div>
        </section>
      </div>
    </details>
  )
}
