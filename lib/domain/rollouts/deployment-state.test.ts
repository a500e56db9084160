import { describe, expect, it } from 'vitest'
import { deploymentState, type DeploymentStatus } from './deployment-state'

const status = (more: Partial<DeploymentStatus> = {}): DeploymentStatus => ({
  paused: false,
  observed: true,
  desired: 5,
  replicas: 5,
  updated: 5,
  available: 5,
  ...more,
})

describe('deploymentState', () => {
  it.each<[string, Partial<DeploymentStatus>, string, string]>([
    ['all pods new and available', {}, 'complete', '5 of 5'],
    ['no pods wanted', { desired: 0, replicas: 0, updated: 0, available: 0 }, 'complete', '0 of 0'],
    ['not looked at yet', { observed: false }, 'progressing', 'has not looked'],
    ['too few new pods', { updated: 2, replicas: 6 }, 'progressing', '2 of 5 pods are new'],
    ['old pods going', { replicas: 6 }, 'progressing', '1 old ones still go'],
    ['new pods not yet available', { available: 3 }, 'progressing', '3 of 5 new pods'],
    ['pods lost after the end', { available: 3, reason: 'NewReplicaSetAvailable' }, 'complete', '3 of 5'],
    ['paused half way', { paused: true, updated: 2 }, 'paused', '2 of 5 pods are new'],
    ['paused at rest', { paused: true }, 'paused', 'next change'],
    ['past its deadline', { updated: 1, reason: 'ProgressDeadlineExceeded' }, 'failed', 'deadline'],
    ['without pods by quota', { updated: 1, failure: 'exceeded quota' }, 'degraded', 'exceeded quota'],
  ])('%s', (_, more, state, words) => {
    const result = deploymentState(status(more))
    expect(result.state).toBe(state)
    expect(result.message).toContain(words)
  })
})
