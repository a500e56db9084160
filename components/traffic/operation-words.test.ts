import { describe, expect, it } from 'vitest'
import { operationWords } from './operation-words'

const plain = (text: string) => text.replaceAll('\u202f', ' ')
const image = (weights: Record<string, number>, mirrors: { to: string; percent: number }[] = []) => ({
  weights,
  mirrors,
})

describe('operationWords', () => {
  it('names what moved, in percent', () => {
    const words = operationWords({
      action: 'set-weights',
      before: image({ v1: 90, v2: 10, legacy: 0 }),
      after: image({ v1: 75, v2: 25, legacy: 0 }),
    })
    expect(plain(words)).toBe('weights: v1 90 % → 75 %, v2 10 % → 25 %')
  })
  it('names added versions and mirrors', () => {
    const added = operationWords({
      action: 'add-version',
      before: image({ v1: 100 }),
      after: image({ v1: 100, v2: 0 }),
    })
    expect(plain(added)).toBe('version added: v2 none → 0 %')
    const mirrored = operationWords({
      action: 'set-mirror',
      before: image({ v1: 1 }),
      after: image({ v1: 1 }, [{ to: 'v2', percent: 50 }]),
    })
    expect(plain(mirrored)).toBe('mirror: none → 50 % to v2')
  })
  it('falls back to the action', () => {
    expect(operationWords({ action: 'cut-over', before: null, after: 'x' })).toBe('cut-over')
  })
})
