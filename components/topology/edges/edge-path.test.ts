import { describe, expect, it } from 'vitest'
import { arrowHead, edgePath } from './edge-path'

describe('edgePath', () => {
  it('is level at both ends', () => {
    expect(edgePath({ x: 0, y: 0 }, { x: 100, y: 40 }).d).toBe('M0,0C50,0 50,40 100,40')
  })
  it('runs through the points given', () => {
    const { d } = edgePath({ x: 0, y: 0 }, { x: 300, y: 0 }, [
      { x: 100, y: 50 },
      { x: 200, y: 50 },
    ])
    expect(d).toBe('M0,0C50,0 50,50 100,50C150,50 150,50 200,50C250,50 250,0 300,0')
  })
  it('puts the label in the middle, or nearer to one end', () => {
    const from = { x: 0, y: 0 }
    const to = { x: 100, y: 40 }
    expect(edgePath(from, to).middle).toEqual({ x: 50, y: 20 })
    expect(edgePath(from, to, [], { labelAt: 0.7 }).middle.x).toBeGreaterThan(50)
  })
  it('keeps parallel edges apart', () => {
    const paths = [0, 1].map((lane) => edgePath({ x: 0, y: 0 }, { x: 100, y: 0 }, [], { lane }))
    expect(paths[0]?.middle.y).not.toBe(paths[1]?.middle.y)
    expect(paths[0]?.d).not.toBe(paths[1]?.d)
  })
  it('goes around when the target lies behind, and leaves out points that no longer fit', () => {
    const { d, middle } = edgePath({ x: 200, y: 0 }, { x: 0, y: 0 }, [{ x: 100, y: 0 }])
    expect(d.startsWith('M200,0C272,0')).toBe(true)
    expect(d.endsWith('-72,0 0,0')).toBe(true)
    expect(middle.y).toBeGreaterThan(0)
  })
})

describe('arrowHead', () => {
  it('ends at the tip', () => {
    expect(arrowHead({ x: 10, y: 5 })).toBe('M10,5L2,1L2,9Z')
  })
})
