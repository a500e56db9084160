import { describe, expect, it } from 'vitest'
import { indexGraph } from './graph-index'
import { node } from './graph.fixture'
import { mostUrgent } from './most-urgent'

describe('mostUrgent', () => {
  const busy = node('busy', { in: { rate: 900, errorShare: 0 } })
  const sick = node('sick', { health: { state: 'failing', reason: '' } })
  const moving = node('moving', { release: { id: 'r', state: 'running', step: 1, of: 5 } })
  const of = (...nodes: ReturnType<typeof node>[]) => mostUrgent(indexGraph({ nodes, edges: [] }))

  it('looks at releases first, then at health, then at traffic', () => {
    expect(of(busy, sick, moving)).toBe('moving')
    expect(of(busy, sick)).toBe('sick')
    expect(of(node('idle'), busy)).toBe('busy')
    expect(of()).toBeNull()
  })
})
