import type { BadgeTone } from '@/components/ui/badge'
import type { ReleaseDto } from '@/lib/contracts/releases'
import { peopleWords } from './step-words'

type ReleaseState = ReleaseDto['state']

/** Glyph, word and colour of each state; the glyph is there so that colour never stands alone. */
export const stateSigns: Readonly<Record<ReleaseState, { glyph: string; word: string; tone: BadgeTone }>> = {
  draft: { glyph: '○', word: 'draft', tone: 'neutral' },
  'awaiting-approval': { glyph: '◇', word: 'awaiting approval', tone: 'canary' },
  running: { glyph: '▶', word: 'running', tone: 'info' },
  paused: { glyph: '❙❙', word: 'paused', tone: 'canary' },
  holding: { glyph: '◆', word: 'holding', tone: 'degraded' },
  promoting: { glyph: '▶', word: 'promoting', tone: 'info' },
  promoted: { glyph: '✓', word: 'promoted', tone: 'ok' },
  undone: { glyph: '↩', word: 'undone', tone: 'neutral' },
  aborting: { glyph: '◀', word: 'aborting', tone: 'failing' },
  aborted: { glyph: '■', word: 'aborted', tone: 'neutral' },
  failed: { glyph: '▲', word: 'failed', tone: 'failing' },
}

const live: readonly ReleaseState[] = [
  'awaiting-approval',
  'running',
  'paused',
  'holding',
  'promoting',
  'aborting',
]

/** Whether a release may still move traffic by itself or waits to do so. */
export function isLive(state: ReleaseState): boolean {
  return live.includes(state)
}

export interface StateWords {
  headline: string
  /** What that means for traffic, and what comes next. */
  meaning: string
}

type Told = Pick<ReleaseDto, 'state' | 'from' | 'to' | 'step' | 'weight' | 'plan' | 'waitingFor' | 'next'>

/** The state of a release as one would say it. */
export function stateWords(release: Told): StateWords {
  const { from, to, weight, next, waitingFor } = release
  const share = weight === null ? 'an unknown share' : `${round(weight)} %`
  switch (release.state) {
    case 'draft':
      return { headline: 'Not started', meaning: `Nothing has moved yet; ${to} has ${share}.` }
    case 'awaiting-approval':
      return {
        headline: 'Waits for approval',
        meaning: 'Nothing moves until somebody else approves the plan.',
      }
    case 'running':
      return running(release, share)
    case 'paused':
      return {
        headline: `Paused at ${share}`,
        meaning:
          'The timers stand still and traffic stays as it is until somebody resumes, promotes or aborts.',
      }
    case 'holding':
      return {
        headline: `Holding at ${share}`,
        meaning: `${sentence(waitingFor ?? 'Something is in the way')} It goes on by itself once that has passed${next === undefined ? '' : `; Promote would ${next}`}.`,
      }
    case 'promoting':
      return { headline: 'Going to 100 %', meaning: `${to} is about to get all the traffic.` }
    case 'promoted':
      return {
        headline: `${to} has all the traffic`,
        meaning: `${from} still runs without traffic, for a quick way back.`,
      }
    case 'aborting':
      return {
        headline: 'Aborting',
        meaning: `All traffic goes back to ${from}. Aviary tries until the cluster has taken it.`,
      }
    case 'aborted':
      return { headline: 'Aborted', meaning: `${from} has all the traffic again; the pods of ${to} stay.` }
    case 'failed':
      return {
        headline: 'The abort could not be applied',
        meaning: `${to} may still get ${share}. A person has to put ${from} back to 100 %; the log has the command.`,
      }
    case 'undone':
      return { headline: 'Undone', meaning: 'The routes are as they were before the release.' }
  }
}

function running({ step, plan, to, next }: Told, share: string): StateWords {
  const planned = plan.steps[step.index]
  const then = next === undefined ? '' : ` Then it will ${next}.`
  const until = `${to} has ${share} until the cluster has taken the change.`
  switch (planned?.kind) {
    case 'add-version':
      return { headline: `Adding ${to}`, meaning: `${to} is being added to the rules at weight 0.` }
    case 'weight':
      return { headline: `Going to ${planned.weight} %`, meaning: until }
    case 'cut-over':
      return { headline: `Cutting over to ${to}`, meaning: until }
    case 'mirror':
      return planned.percent === 0
        ? { headline: 'Stopping the mirror', meaning: `${to} is about to get no copies any more.` }
        : {
            headline: `Mirroring ${planned.percent} %`,
            meaning: `${to} gets copies; its answers are dropped.`,
          }
    case 'match':
      return planned.when.length === 0
        ? {
            headline: `Ending the match ${planned.name}`,
            meaning: `Chosen requests follow the weights again.`,
          }
        : { headline: `Matching ${planned.name}`, meaning: `Chosen requests go to ${to}, all others stay.` }
    case 'scale':
      return {
        headline: `Scaling ${planned.version} to ${planned.replicas}`,
        meaning: 'The release goes on when so many pods are ready.',
      }
    case 'analysis':
      return {
        headline: `Being judged at ${share}`,
        meaning: `The checks decide whether ${to} may go on.${then}`,
      }
    case 'approval':
      return {
        headline: `Waits for approval at ${share}`,
        meaning: `It goes on when ${peopleWords(planned.count)} approved.${then}`,
      }
    case 'bake':
    case undefined:
      return {
        headline: `Baking at ${share}`,
        meaning: `${to} has to prove itself for the time of this step.${then}`,
      }
  }
}

function sentence(text: string): string {
  const trimmed = text.trim()
  return /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`
}

function round(percent: number): number {
  return Math.round(percent * 10) / 10
}

/** Shape, word and colour of a verdict. */
export const verdictSigns: Readonly<
  Record<NonNullable<ReleaseDto['verdict']>['state'], { glyph: string; word: string; className: string }>
> = {
  pass: { glyph: '✓', word: 'pass', className: 'text-ok' },
  fail: { glyph: '▲', word: 'fail', className: 'text-failing' },
  inconclusive: { glyph: '○', word: 'not decided', className: 'text-muted' },
  error: { glyph: '◆', word: 'cannot be judged', className: 'text-degraded' },
}

/** "linear by 20 %", "mirror first", "template slow, version 3", or "own steps". */
export function planName(plan: ReleaseDto['plan']): string {
  if (plan.template !== undefined) return `template ${plan.template.name}, version ${plan.template.version}`
  const first = plan.steps.find((step) => step.kind === 'weight')
  if (plan.preset === 'linear' && first?.kind === 'weight') return `linear by ${first.weight} %`
  return plan.preset?.replaceAll('-', ' ') ?? 'own steps'
}

/** The sign of one check, whose state comes as text; one that is not known counts as undecided. */
export function checkSign(state: string): { glyph: string; word: string; className: string } {
  return Object.entries(verdictSigns).find(([name]) => name === state)?.[1] ?? verdictSigns.inconclusive
}
