'use client'
import type { ReactNode } from 'react'
import { Card } from '@/components/ui/card'
import { Input } from '@/components/ui/input'
import { PageBody } from '@/components/ui/page-body'
import { PageHeader } from '@/components/ui/page-header'
import { CreateButtons } from './create-buttons'
import { Field } from './field'
import { JudgingFields } from './judging-fields'
import { localSteps } from './local-steps'
import { searchOf } from './new-release-form'
import { PipelineCard } from './pipeline-card'
import { PlanFields } from './plan-fields'
import { PlanPreview } from './plan-preview'
import { SaveTemplate } from './save-template'
import { ServiceField } from './service-field'
import { useNewRelease, type NewReleaseState } from './use-new-release'
import { useRight } from './use-right'
import { VersionFields } from './version-fields'
import { WeightChart } from './weight-chart'

/** A new release on one page: what, how, what it will do, and go. The address holds every field. */
export function NewReleasePage() {
  const state = useNewRelease()
  const { form, change } = state
  const { preview } = state
  const fresh = preview.data !== undefined && !preview.isPlaceholderData && state.body !== null
  const steps = fresh ? preview.data.plan.steps : localSteps(form)
  return (
    <PageBody>
      <PageHeader title="New release" />
      <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,6fr)_minmax(0,5fr)]">
        <div className="flex min-w-0 flex-col gap-5">
          <Part title="What">
            <div className="flex flex-col gap-4">
              <div>
                <p className="mb-1 text-sm font-medium">Service</p>
                <ServiceField
                  label="Service"
                  placeholder="A part of its name"
                  value={form.service}
                  testId="new-service"
                  onChange={(service) => change({ service })}
                />
              </div>
              <VersionFields state={state} />
            </div>
          </Part>
          <Part title="How" aside={<Save state={state} />}>
            <PlanFields state={state} />
            {steps !== null && (
              <div className="mt-5">
                <WeightChart steps={steps} to={form.to || 'the canary'} />
              </div>
            )}
          </Part>
          {form.strategy !== 'template' && form.strategy !== 'own' && (
            <Part title="Judged by">
              <JudgingFields state={state} />
            </Part>
          )}
          <PipelineCard body={state.complete} search={searchOf(form, state.reason)} />
        </div>
        <div className="flex min-w-0 flex-col gap-5 xl:sticky xl:top-6">
          <Part title="What it will do">
            <PlanPreview state={state} />
          </Part>
          <Part title="Go">
            <Field label="Reason" hint="Goes into the audit log and the release's own log.">
              {(ids) => (
                <Input
                  {...ids}
                  data-testid="new-reason"
                  maxLength={1000}
                  placeholder="2.4.1, tax fix"
                  value={state.reason}
                  onChange={(event) => state.setReason(event.target.value)}
                />
              )}
            </Field>
            <div className="mt-4">
              <CreateButtons state={state} />
            </div>
          </Part>
        </div>
      </div>
    </PageBody>
  )
}

function Part({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <Card title={title} {...(aside === undefined ? {} : { aside })}>
      {children}
    </Card>
  )
}

/** The plan without service and versions, unless it is a template already. */
function Save({ state }: { state: NewReleaseState }) {
  const block = useRight('release.create', state.service)
  const plan = state.plan !== null && 'template' in state.plan ? null : state.plan
  return <SaveTemplate plan={plan} block={block} />
}
