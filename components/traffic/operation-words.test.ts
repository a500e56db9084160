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
  it('names the rules that a move of a whole route adds, removes or changes', () => {
    const rule = (v1: number, v2: number) => ({ weights: { v1, v2 }, mirrors: [] })
    expect(
      operationWords({
        action: 'cut-over',
        before: { rules: { main: rule(100, 0), old: rule(1, 1) } },
        after: { rules: { main: rule(0, 100), beta: rule(0, 1) } },
      }),
    ).toBe('cut over: v1 100\u202f% → 0\u202f%, v2 0\u202f% → 100\u202f%, rule old removed, rule beta added')
  })
  it('falls back to the action', () => {
    expect(operationWords({ action: 'new-move', before: null, after: 'x' })).toBe('new-move')
  })
})
