import type { RolloutDto } from '@/lib/contracts/rollouts'
import { sideNames } from './change-words'

/** "v1 → v2", read out as words; of a first start only what comes. */
export function FromTo({ rollout }: { rollout: Pick<RolloutDto, 'from' | 'to'> }) {
  const { from, to } = sideNames(rollout)
  if (rollout.from === null) return <>first start of {to}</>
  return (
    <>
      {from} <span aria-hidden>→</span>
      <span className="sr-only">to</span> {to}
    </>
  )
}
