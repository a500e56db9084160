import { formatCount } from '@/components/ui/format-number'
import type { StepDto } from '@/lib/contracts/plans'
import { lengthWords } from './length-words'

/** One condition of a match as people say it: "header x-user is developer". */
export function conditionWords({
  kind,
  name,
  op,
  value,
}: {
  kind: string
  name?: string | undefined
  op: string
  value?: string | undefined
}): string {
  const subject = name === undefined ? kind : `${kind} ${name}`
  if (op === 'present') return `${subject} is there`
  const how: Readonly<Record<string, string>> = { exact: 'is', prefix: 'begins with', regex: 'matches' }
  return `${subject} ${how[op] ?? op} ${value ?? ''}`
}

/** The name of a step, as short as a stepper needs: "20 %", "Mirror 100 %". `to` is the canary. */
export function stepTitle(step: StepDto, to: string): string {
  switch (step.kind) {
    case 'add-version':
      return `Add ${to}`
    case 'weight':
      return `${step.weight} %`
    case 'cut-over':
      return 'Cut over'
    case 'match':
      return step.when.length === 0 ? `End match ${step.name}` : `Match ${step.name}`
    case 'mirror':
      return step.percent === 0 ? 'Mirror off' : `Mirror ${step.percent} %`
    case 'scale':
      return `Scale ${step.version} to ${step.replicas}`
    case 'bake':
      return 'Bake'
    case 'analysis':
      return 'Analysis'
    case 'approval':
      return 'Approval'
  }
}

/** What a step does, as a sentence without its full stop. */
export function stepWords(step: StepDto, to: string): string {
  switch (step.kind) {
    case 'add-version':
      return `Add ${to} at weight 0`
    case 'weight':
      return `${to} gets ${step.weight} %`
    case 'cut-over':
      return `Everything to ${to} in one move`
    case 'match':
      return step.when.length === 0
        ? `End the match ${step.name}`
        : `Match ${step.name}: ${step.when.map(conditionWords).join(' and ')} goes to ${to}`
    case 'mirror':
      return step.percent === 0
        ? `Stop the mirror to ${to}`
        : `Mirror ${step.percent} % of the requests to ${to}`
    case 'scale':
      return `Scale ${step.version} to ${podWords(step.replicas)} and wait until they are ready`
    case 'bake':
      return `Bake ${lengthWords(step.seconds)}${wants(step.minRequests, ' and ')}`
    case 'analysis':
      return `Judge until the verdict passes${wants(step.minRequests, ', after ')}; after ${lengthWords(step.timeoutSeconds)} a person is asked`
    case 'approval':
      return `Wait until ${peopleWords(step.count)} approved, at most ${lengthWords(step.expiresSeconds)}`
  }
}

/** "one person has", "2 people have". */
export function peopleWords(count: number): string {
  return count === 1 ? 'one person has' : `${count} people have`
}

const podWords = (count: number) => (count === 1 ? '1 pod' : `${count} pods`)
const wants = (requests: number, between: string) =>
  requests > 0 ? `${between}${formatCount(requests)} requests` : ''
