import { describe, expect, it } from 'vitest'
import type { RouteDto } from '@/lib/contracts/services'
import { missingControls, warningOf } from './missing-controls'

const route = {
  capabilities: {
    weights: true,
    mirror: { percentStep: 100 },
    match: ['header'],
    fault: false,
    cutOver: true,
    addVersion: true,
    notes: { fault: 'There are no faults here.', mirror: 'Whole mirrors only.' },
  },
} as unknown as RouteDto

describe('what a data plane lacks', () => {
  it('is named with its reason', () => {
    expect(missingControls(route)).toEqual([{ control: 'Faults', reason: 'There are no faults here.' }])
  })

  it('is told from the warnings of what it has', () => {
    expect(warningOf(route, 'mirror')).toBe('Whole mirrors only.')
    expect(warningOf(route, 'fault')).toBeUndefined()
    expect(warningOf(route, 'weights')).toBeUndefined()
  })
})
