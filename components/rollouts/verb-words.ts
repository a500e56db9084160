import type { z } from 'zod'
import type { RolloutDto, RolloutVerbDto } from '@/lib/contracts/rollouts'
import { sideNames } from './change-words'
import { podWords } from './rollout-words'

export type RolloutVerb = z.output<typeof RolloutVerbDto>

export interface VerbWords {
  /** On the button of the page. */
  label: string
  /** What it does, on hover. */
  hint: string
  title: string
  description: string
  /** On the button of the dialog. */
  confirm: string
  /** In the toast. */
  done: string
}

/** What a verb will do to a rollout, before and after it is done. */
export function verbWords(rollout: RolloutDto, verb: RolloutVerb): VerbWords {
  const { kind, state, workload, owner } = rollout
  const name = sideNames(rollout)
  const kept = owner === undefined ? '' : ` ${owner.tool} keeps this Deployment: ${owner.note}`
  const what = `${workload.kind} ${workload.name}`
  switch (verb) {
    case 'pause':
      return {
        label: 'Pause…',
        hint: 'Replaces no more pods; those that run go on serving.',
        title: `Pause ${workload.name}`,
        description:
          state === 'complete'
            ? `Nothing is being replaced now; the next change of ${what} waits until somebody resumes it.${kept}`
            : `No more pods are replaced: ${podWords(rollout)}, and old and new ones go on serving.${kept}`,
        confirm: 'Pause',
        done: `${workload.name} is paused`,
      }
    case 'resume':
      return {
        label: 'Resume…',
        hint: 'Replaces the pods that are left.',
        title: `Resume ${workload.name}`,
        description: `The pods that are left are replaced by ${name.to}; ${podWords(rollout)} now.${kept}`,
        confirm: 'Resume',
        done: `${workload.name} goes on`,
      }
    case 'undo':
      return {
        label: 'Undo…',
        hint: `Puts the pods of ${name.from} back.`,
        title: `Undo: back to ${name.from}`,
        description: `${what} gets the pod template of ${name.from} back, and its pods are replaced ${
          kind === 'recreate' ? 'all at once, so nothing answers in between' : 'within the same limits'
        }.${state === 'paused' ? ' The pause ends with it.' : ''}${kept}`,
        confirm: `Undo: back to ${name.from}`,
        done: `${workload.name} goes back to ${name.from}`,
      }
  }
}

/** The one thing that is most likely wanted next; undefined where nothing waits for a person. */
export function nextVerb({ state, allowed }: Pick<RolloutDto, 'state' | 'allowed'>): RolloutVerb | undefined {
  const wanted =
    state === 'paused' ? 'resume' : state === 'failed' || state === 'degraded' ? 'undo' : undefined
  return wanted !== undefined && allowed.includes(wanted) ? wanted : undefined
}
