import type { RolloutDto } from '@/lib/contracts/rollouts'

export interface OwnCommand {
  /** What it does: "Go on with the next step". */
  does: string
  command: string
}

type Told = Pick<RolloutDto, 'tool' | 'workload' | 'namespace' | 'state' | 'from' | 'owner'>

/** Commands of the tool that runs a rollout, those that make sense in its state; the first one only looks. */
export function ownCommands(rollout: Told): OwnCommand[] {
  switch (rollout.tool) {
    case 'kubernetes':
      return kubernetes(rollout)
    case 'argo-rollouts':
      return argoRollouts(rollout)
    case 'flagger':
      return flagger(rollout)
  }
}

function kubernetes({ workload, namespace, state, from, owner }: Told): OwnCommand[] {
  const command = (verb: string) => `kubectl rollout ${verb} deployment/${workload.name} -n ${namespace}`
  const watch = { does: 'Watch it', command: command('status') }
  // Whoever drives the Deployment would take every other command back.
  if (owner?.drives === true) return [watch]
  return [
    watch,
    state === 'paused'
      ? { does: 'Let it go on', command: command('resume') }
      : { does: 'Pause it', command: command('pause') },
    // A paused Deployment refuses kubectl's undo.
    ...(from === null || state === 'paused'
      ? []
      : [{ does: 'Put the old pods back', command: command('undo') }]),
  ]
}

/** github.com/argoproj/argo-rollouts, the plugin's own reference. */
function argoRollouts({ workload, namespace, state, from }: Told): OwnCommand[] {
  const command = (verb: string) => `kubectl argo rollouts ${verb} ${workload.name} -n ${namespace}`
  const watch = { does: 'Watch it', command: `${command('get rollout')} --watch` }
  const abort = { does: 'Send all traffic back to stable', command: command('abort') }
  switch (state) {
    case 'progressing':
      return [watch, { does: 'Pause it', command: command('pause') }, abort]
    case 'paused':
      return [watch, { does: 'Go on with the next step', command: command('promote') }, abort]
    case 'degraded':
    case 'failed':
      return [watch, { does: 'Try it again', command: command('retry rollout') }]
    case 'complete':
      return from === null
        ? [watch]
        : [watch, { does: 'Go back to the version before', command: command('undo') }]
  }
}

/** Flagger has no commands of its own; `spec.suspend` of flagger.app/v1beta1 holds a Canary. */
function flagger({ workload, namespace, state }: Told): OwnCommand[] {
  const suspend = (value: boolean) =>
    `kubectl patch canary/${workload.name} -n ${namespace} --type merge -p '{"spec":{"suspend":${value}}}'`
  const watch = {
    does: 'Look at its events',
    command: `kubectl describe canary/${workload.name} -n ${namespace}`,
  }
  if (state === 'progressing') return [watch, { does: 'Suspend it', command: suspend(true) }]
  if (state === 'paused')
    return [watch, { does: 'Let it go on, if it is suspended', command: suspend(false) }]
  return [watch]
}
