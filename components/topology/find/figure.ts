import type { Unit } from './fields'

const factors: Record<Unit, Readonly<Record<string, number>>> = {
  percent: { '': 1, '%': 1 },
  milliseconds: { '': 1, us: 0.001, ms: 1, s: 1000, m: 60_000 },
  rate: { '': 1, '/s': 1, rps: 1, '/m': 1 / 60 },
  bytes: { '': 1, b: 1, kb: 1e3, mb: 1e6, gb: 1e9 },
}
const written: Record<Unit, string> = {
  percent: '% or no unit',
  milliseconds: 'ms or s',
  rate: '/s or no unit',
  bytes: 'B, kB or MB',
}

/** A figure in the field's own unit (percent, milliseconds, a second, bytes), or null when it can't be read. */
export function readFigure(text: string, unit: Unit): number | null {
  const match = /^(\d+(?:\.\d+)?|\.\d+)\s*([a-zµ%/]*)$/i.exec(text.trim())
  if (match === null) return null
  const [, digits = '', suffix = ''] = match
  const plain = suffix.toLowerCase().replace('µ', 'u')
  const factor = factors[unit][unit === 'bytes' ? plain.replace(/\/s$/, '') : plain]
  return factor === undefined ? null : Number(digits) * factor
}

/** "ms or s": the units that a figure of this kind may carry. */
export function unitWords(unit: Unit): string {
  return written[unit]
}
