import { describe, expect, it } from 'vitest'
import { directionOf, nearestInDirection, nearestTo } from './nearest'

const places = [
  { id: 'a', x: 0, y: 0 },
  { id: 'right', x: 100, y: 10 },
  { id: 'far right', x: 300, y: 0 },
  { id: 'below', x: 10, y: 120 },
  { id: 'steep', x: 20, y: -200 },
]

describe('nearestInDirection', () => {
  it('takes the nearest one ahead', () => {
    expect(nearestInDirection(places, 'a', 'right')).toBe('right')
    expect(nearestInDirection(places, 'a', 'down')).toBe('below')
  })
  it('goes back the way it came', () => {
    expect(nearestInDirection(places, 'right', 'left')).toBe('a')
  })
  it('prefers what lies within 45 degrees, however far', () => {
    expect(nearestInDirection(places, 'far right', 'left')).toBe('right')
    expect(nearestInDirection(places, 'below', 'right')).toBe('far right')
  })
  it('stops at the rim', () => {
    expect(nearestInDirection(places, 'far right', 'right')).toBeNull()
    expect(nearestInDirection(places, 'unknown', 'right')).toBeNull()
  })
  it('begins with the one nearest to the middle of the view', () => {
    expect(nearestTo(places, 12, 90)).toBe('below')
    expect(nearestTo([], 0, 0)).toBeNull()
  })
  it('reads the arrow keys and no others', () => {
    expect(directionOf('ArrowUp')).toBe('up')
    expect(directionOf('Enter')).toBeNull()
  })
})
