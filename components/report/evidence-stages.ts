import { stagesOf } from '@/components/releases/stages'
import type { ReleaseReportDto } from '@/lib/contracts/release-report'
import type { MeasurementDto, ReleaseDto } from '@/lib/contracts/releases'

type Side = { requests: number; failures: number }

/** What was seen while one stage of one attempt had traffic. */
export interface EvidenceStage {
  attempt: number
  title: string
  looks: number
  from: string
  to: string
  canary: Side
  /** Undefined where nothing was compared with. */
  control?: Side
  /** At the last look. */
  verdict: NonNullable<ReleaseDto['verdict']>
}

/** The measurements by attempt and stage, in their order; counts are the sums of the intervals. */
export function evidenceStages({
  measurements,
  plan,
  release,
}: Pick<ReleaseReportDto, 'measurements' | 'plan' | 'release'>): EvidenceStage[] {
  const planned = stagesOf(plan.steps, release.to)
  const stages: EvidenceStage[] = []
  for (const { attempt, step, interval, verdict } of measurements) {
    const title = planned.find(({ first, last }) => first <= step && step <= last)?.title ?? 'end'
    const open = stages.at(-1)
    if (open?.attempt === attempt && open.title === title) {
      open.looks += 1
      open.to = interval.to
      open.canary = sum(open.canary, interval.canary)
      if (interval.control) open.control = sum(open.control, interval.control)
      open.verdict = verdict
    } else
      stages.push({
        ...{ attempt, title, looks: 1, from: interval.from, to: interval.to, verdict },
        canary: sum(undefined, interval.canary),
        ...(interval.control && { control: sum(undefined, interval.control) }),
      })
  }
  return stages
}

const sum = (before: Side | undefined, { requests, failures }: Side): Side => ({
  requests: (before?.requests ?? 0) + requests,
  failures: (before?.failures ?? 0) + failures,
})

/** The looks at which the verdict became another one; the first look of an attempt is one. */
export function verdictChanges(measurements: readonly MeasurementDto[]): MeasurementDto[] {
  return measurements.filter(({ attempt, verdict }, at) => {
    const before = measurements[at - 1]
    return before?.attempt !== attempt || before.verdict.state !== verdict.state
  })
}
