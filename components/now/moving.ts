import type { RolloutDto } from '@/lib/contracts/rollouts'

/** Those in progress or paused; in progress first. */
export function movingRollouts<R extends Pick<RolloutDto, 'state'>>(rollouts: readonly R[]): R[] {
  const inState = (wanted: RolloutDto['state']) => rollouts.filter(({ state }) => state === wanted)
  return [...inState('progressing'), ...inState('paused')]
}

/** "2 failed and 1 degraded before they were complete." Empty where none is stuck. */
export function stuckWords(rollouts: readonly Pick<RolloutDto, 'state'>[]): string {
  const count = (wanted: RolloutDto['state']) => rollouts.filter(({ state }) => state === wanted).length
  const parts = [
    [count('failed'), 'failed'],
    [count('degraded'), 'degraded'],
  ].flatMap(([number, word]) => (number === 0 ? [] : [`${number} ${word}`]))
  return parts.length === 0 ? '' : `Stuck half way: ${parts.join(', ')}.`
}
