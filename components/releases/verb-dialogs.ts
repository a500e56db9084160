import { z } from 'zod'
import type { ReleaseDto } from '@/lib/contracts/releases'
import { approvalWanted } from './approval-words'
import type { AllowedVerb } from './verb-reasons'
import { verdictHeadline } from './verdict-words'

/** Verbs that are asked about before they are done. */
export type AskedVerb =
  | Extract<AllowedVerb, 'promote' | 'promote-full' | 'retry' | 'undo' | 'retire' | 'delete' | 'set-weight'>
  | 'override'

/** What Promote has to ask before it is sent: a reason without a verdict that passes, an override against one. */
export function promoteAsks(
  release: Pick<ReleaseDto, 'state' | 'verdict' | 'plan' | 'step' | 'approvals' | 'attempt'>,
): 'promote' | 'override' | null {
  const { verdict, plan, state } = release
  if (verdict?.state === 'fail' || approvalWanted(release) !== undefined) return 'override'
  const judged = plan.checks.length > 0 && plan.steps[release.step.index] !== undefined
  return state === 'holding' || (judged && verdict?.state !== 'pass') ? 'promote' : null
}

export interface VerbDialogWords {
  title: string
  /** What it will do. */
  description: string
  /** More of that, one a line. */
  lines: string[]
  confirm: string
  reason: 'required' | 'optional' | 'none'
}

/** What a dialog says before a verb is done. `refused` is what the API said stands in the way of a promotion. */
export function verbDialog(release: ReleaseDto, verb: AskedVerb, refused?: string): VerbDialogWords {
  const { from, to, weight, next } = release
  const share = weight === null ? '' : `, from ${Math.round(weight * 10) / 10} % now`
  switch (verb) {
    case 'promote':
      return {
        title: `Promote: ${next ?? 'go on'}`,
        description: doubtWords(release),
        lines: ['Say why it may go on; the reason goes into the audit log.'],
        confirm: `Promote: ${next ?? 'go on'}`,
        reason: 'required',
      }
    case 'override':
      return {
        title: `Promote anyway: ${next ?? 'go on'}`,
        description: refused ?? overrideWords(release),
        lines: [
          'It goes past what is in the way, and the audit log keeps that you did.',
          'Say why; somebody will read it later.',
        ],
        confirm: `Promote anyway: ${next ?? 'go on'}`,
        reason: 'required',
      }
    case 'set-weight':
      return {
        title: `Set the weight of ${to}`,
        description: `${to} gets this share at once${share}. The release pauses; Resume goes on with the first step at or above it.`,
        lines: [],
        confirm: 'Set weight',
        reason: 'optional',
      }
    case 'promote-full':
      return {
        title: 'Promote to 100 %',
        description: `${to} gets all the traffic at once${share}.`,
        lines: [
          'The steps and bakes that are left are skipped.',
          `The pods of ${from} stay, for a way back.`,
        ],
        confirm: 'Promote to 100 %',
        reason: 'optional',
      }
    case 'retry':
      return {
        title: `Attempt ${release.attempt + 1}`,
        description: `The same plan starts again from its first step, with ${from} as stable.`,
        lines: [],
        confirm: 'Start again',
        reason: 'optional',
      }
    case 'undo':
      return {
        title: 'Undo this release',
        description: 'The weights go back, at once, to what they were before the release:',
        lines: beforeLines(release),
        confirm: 'Undo',
        reason: 'optional',
      }
    case 'retire':
      return {
        title: `Retire ${from}`,
        description: `${from} gets no traffic any more; retiring takes its pods away, and with them the quick way back.`,
        lines: [],
        confirm: `Retire ${from}`,
        reason: 'optional',
      }
    case 'delete':
      return {
        title: 'Delete this draft',
        description: 'It never ran, so nothing moves. The audit log keeps that it was there.',
        lines: [],
        confirm: 'Delete draft',
        reason: 'none',
      }
  }
}

function doubtWords(release: ReleaseDto): string {
  if (release.state === 'holding')
    return `The release is holding: ${release.waitingFor ?? 'something is in the way'}`
  if (release.plan.checks.length === 0) return 'The policy of this service asks for a reason.'
  return `The judge cannot say yet: ${release.verdict?.words ?? 'nothing was measured.'}`
}

function overrideWords(release: ReleaseDto): string {
  if (release.verdict?.state === 'fail')
    return `${verdictHeadline(release) ?? `${release.to} fails`}: ${release.verdict.words}`
  const wanted = approvalWanted(release)
  if (wanted !== undefined)
    return `It still waits for approval ${wanted.before}: ${wanted.given} of ${wanted.count} approved.`
  return release.waitingFor ?? 'Something keeps this release from going on.'
}

const Split = z.object({ weights: z.record(z.string(), z.number()) })

/** The split of each rule before the first operation of the release that touched it: "main: v1 100, v2 0". */
export function beforeLines(release: Pick<ReleaseDto, 'operations' | 'plan'>): string[] {
  const lines = release.plan.rules.flatMap(({ route, rule }) => {
    const first = release.operations.find((operation) => operation.route === route && operation.rule === rule)
    const split = Split.safeParse(first?.before)
    if (!split.success) return []
    const weights = Object.entries(split.data.weights).map(([key, weight]) => `${key} ${weight}`)
    return [`Rule ${rule}: ${weights.join(', ')}`]
  })
  return lines.length > 0 ? lines : ['The share of each version in every rule that the release moved.']
}
