import type { RolloutDto } from '@/lib/contracts/rollouts'
import { toolNames } from './rollout-words'

type Told = Pick<RolloutDto, 'tool' | 'owner' | 'note' | 'allowed'>

export interface DriverWords {
  headline: string
  lines: string[]
}

/** Who drives a rollout and what becomes of a change made here. */
export function driverWords({ tool, owner, note, allowed }: Told): DriverWords {
  const driver = owner?.drives === true ? owner.tool : toolNames[tool]
  if (allowed.length === 0) {
    return { headline: `${driver} drives this; use its own tools`, lines: [note, ...kept(owner, note)] }
  }
  const headline =
    owner === undefined
      ? 'Kubernetes rolls this out by itself'
      : `Kubernetes rolls this out; ${owner.tool} keeps it, as ${owner.name}`
  const lines = [
    owner?.note,
    'Aviary can pause, resume and undo it. It judges nothing here and takes nothing back by itself.',
  ]
  return { headline, lines: lines.filter((line) => line !== undefined) }
}

/** Who keeps it besides, where the note does not say so already. */
function kept(owner: Told['owner'], note: string): string[] {
  return owner === undefined || note.includes(owner.note)
    ? []
    : [`${owner.tool} (${owner.name}): ${owner.note}`]
}
