import { describe, expect, it } from 'vitest'
import { codeOf } from './code-of.fixture'
import { deployment, MemoryCluster } from './memory-cluster.fixture'
import { requireTellingLabel, tellingLabel } from './telling-label'

describe('tellingLabel', () => {
  const base = new Map([['app', 'cart']])
  const labelled = (one: Record<string, string>, two: Record<string, string>, podLabels = {}) =>
    new MemoryCluster([
      ...deployment('shop', 'cart-a', { app: 'cart', ...one }, 1),
      ...deployment('shop', 'cart-b', { app: 'cart', ...two }, 1, { podLabels }),
    ]).view

  it('takes the label that is asked for first, where it tells', () => {
    const release = 'app.kubernetes.io/version'
    const both = labelled({ version: 'v1', [release]: 'v1' }, { version: 'v2', [release]: 'v2' })
    expect(tellingLabel(both, 'shop', base, 'v2')).toEqual({ [release]: 'v2' })
    expect(tellingLabel(both, 'shop', base, 'v2', ['version'])).toEqual({ version: 'v2' })
  })

  it('takes a label of the pods alone where no template has one', () => {
    const revision = 'service.istio.io/canonical-revision'
    const injected = labelled({ version: 'v1' }, {}, { [revision]: 'latest' })
    expect(tellingLabel(injected, 'shop', base, 'latest')).toEqual({ [revision]: 'latest' })
  })

  it('finds none where the pods of a version have different ones', () => {
    const none = labelled({}, {})
    expect(tellingLabel(none, 'shop', base, 'latest')).toBeUndefined()
    expect(codeOf(() => requireTellingLabel(none, 'shop', base, 'latest'))).toBe('missing-destination')
  })
})
