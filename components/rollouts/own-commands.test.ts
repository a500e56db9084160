import { describe, expect, it } from 'vitest'
import type { RolloutDto } from '@/lib/contracts/rollouts'
import { driverWords } from './driver-words'
import { ownCommands } from './own-commands'
import { rolloutOf } from './rollout.fixture'

const commands = (more: Partial<RolloutDto>) => ownCommands(rolloutOf(more)).map(({ command }) => command)
const argo = { tool: 'argo-rollouts', workload: { kind: 'Rollout', name: 'web' } } as const
const flagger = { tool: 'flagger', workload: { kind: 'Canary', name: 'web' } } as const

describe('ownCommands', () => {
  it('are those of kubectl for a Deployment', () => {
    expect(commands({})).toEqual([
      'kubectl rollout status deployment/poster -n kiosk',
      'kubectl rollout pause deployment/poster -n kiosk',
      'kubectl rollout undo deployment/poster -n kiosk',
    ])
  })
  it('leave out an undo that kubectl refuses while paused, or that has nothing to go back to', () => {
    expect(commands({ state: 'paused' }).join()).not.toContain('undo')
    expect(commands({ state: 'paused' })).toContain('kubectl rollout resume deployment/poster -n kiosk')
    expect(commands({ from: null }).join()).not.toContain('undo')
  })
  it('only look at a Deployment that another controller drives', () => {
    const owner = { tool: 'Flagger', name: 'web', note: 'Flagger rebuilds this.', drives: true }
    expect(commands({ owner, allowed: [] })).toHaveLength(1)
  })
  it('are those of the plugin for Argo Rollouts, by state', () => {
    expect(commands({ ...argo, state: 'paused' })).toEqual([
      'kubectl argo rollouts get rollout web -n kiosk --watch',
      'kubectl argo rollouts promote web -n kiosk',
      'kubectl argo rollouts abort web -n kiosk',
    ])
    expect(commands({ ...argo, state: 'degraded' })).toContain(
      'kubectl argo rollouts retry rollout web -n kiosk',
    )
    expect(commands({ ...argo, state: 'complete', from: null })).toHaveLength(1)
  })
  it('suspend a Canary of Flagger, which has no commands of its own', () => {
    expect(commands({ ...flagger })[1]).toBe(
      `kubectl patch canary/web -n kiosk --type merge -p '{"spec":{"suspend":true}}'`,
    )
    expect(commands({ ...flagger, state: 'failed' })).toHaveLength(1)
  })
})

describe('driverWords', () => {
  it('sends to the tools of whoever drives it', () => {
    const note = 'Argo Rollouts runs this release.'
    expect(driverWords(rolloutOf({ ...argo, allowed: [], note }))).toEqual({
      headline: 'Argo Rollouts drives this; use its own tools',
      lines: [note],
    })
  })
  it('names the controller that drives a Deployment, once', () => {
    const owner = { tool: 'Flagger', name: 'web', note: 'Flagger rebuilds this.', drives: true }
    const words = driverWords(rolloutOf({ owner, allowed: [], note: `Flagger: ${owner.note}` }))
    expect(words.headline).toBe('Flagger drives this; use its own tools')
    expect(words.lines).toEqual(['Flagger: Flagger rebuilds this.'])
  })
  it('tells what becomes of a change in what a sync keeps', () => {
    const owner = { tool: 'Argo CD', name: 'kiosk-app', note: 'The next sync puts back what Git says.' }
    const words = driverWords(rolloutOf({ owner, note: `Argo CD: ${owner.note}` }))
    expect(words.headline).toBe('Kubernetes rolls this out; Argo CD keeps it, as kiosk-app')
    expect(words.lines[0]).toBe(owner.note)
  })
})
