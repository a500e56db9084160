export interface Place {
  id: string
  /** Centre. */
  x: number
  y: number
}
export type Direction = 'left' | 'right' | 'up' | 'down'

const axes: Record<Direction, readonly [number, number]> = {
  left: [-1, 0],
  right: [1, 0],
  up: [0, -1],
  down: [0, 1],
}
/** Distance across counts more than distance ahead, so that a walk keeps its line. */
const ACROSS = 2.2

/** The node to which an arrow key leads: the nearest one ahead, within 45° if there is one; null at the rim. */
export function nearestInDirection(
  places: readonly Place[],
  fromId: string,
  direction: Direction,
): string | null {
  const from = places.find(({ id }) => id === fromId)
  if (from === undefined) return null
  const [dx, dy] = axes[direction]
  let best: { id: string; cost: number } | null = null
  for (const place of places) {
    if (place.id === fromId) continue
    const ahead = (place.x - from.x) * dx + (place.y - from.y) * dy
    if (ahead <= 1) continue
    const across = Math.abs((place.x - from.x) * dy) + Math.abs((place.y - from.y) * dx)
    const aside = across > ahead ? 100_000 : 0
    const cost = ahead + across * ACROSS + aside
    if (best === null || cost < best.cost) best = { id: place.id, cost }
  }
  return best?.id ?? null
}

/** The node nearest to a point; null when there is none. */
export function nearestTo(places: readonly Place[], x: number, y: number): string | null {
  const far = (place: Place) => Math.hypot(place.x - x, place.y - y)
  const [first, ...rest] = places
  if (first === undefined) return null
  return rest.reduce((best, place) => (far(place) < far(best) ? place : best), first).id
}

/** The direction of an arrow key, or null. */
export function directionOf(key: string): Direction | null {
  switch (key) {
    case 'ArrowLeft':
      return 'left'
    case 'ArrowRight':
      return 'right'
    case 'ArrowUp':
      return 'up'
    case 'ArrowDown':
      return 'down'
    default:
      return null
  }
}
