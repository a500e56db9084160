import { RunningScripts } from '../scripts/running-scripts'
import { parseTimeline } from '../scripts/timeline'

/** How a Prometheus is out of order; 0 is in order. */
export interface Faults {
  /** Connections are cut. */
  gone: number
  /** Seconds until an answer. */
  slow: number
  /** Megabytes by which an answer is too long. */
  huge: number
  /** Values are NaN. */
  nan: number
  /** Share of the series that is missing, 0–1; warnings say so. */
  partial: number
}

/** A successful answer of the HTTP API. */
export interface Envelope {
  status: 'success'
  data: unknown
  warnings?: string[]
}

const names = ['gone', 'slow', 'huge', 'nan', 'partial'] as const

/** A script of faults (`0s gone=1; 30s gone=0`), running from when it was set. */
export class ScriptedFaults {
  private text = ''
  private readonly scripts = new RunningScripts()

  /** False when the script cannot be read; an empty one ends all faults. */
  set(text: string): boolean {
    if (text !== '' && !parseTimeline(text)) return false
    this.text = text
    this.scripts.retain(() => false)
    return true
  }

  at(now: number): Faults {
    const value = (name: string): number =>
      this.text === '' ? 0 : (this.scripts.value('prometheus', this.text, name, now) ?? 0)
    const faults: Faults = { gone: 0, slow: 0, huge: 0, nan: 0, partial: 0 }
    for (const name of names) faults[name] = value(name)
    return faults
  }
}

/** The answer as it looks under faults: NaN in place of values, series left out under a warning. */
export function disturbed(envelope: Envelope, { nan, partial }: Faults): Envelope {
  const { data } = envelope
  if (!isResult(data)) return envelope
  const kept = partial > 0 ? data.result.slice(Math.ceil(data.result.length * partial)) : data.result
  const result = nan > 0 ? kept.map(withoutValues) : kept
  const warnings = partial > 0 ? ['a store is not reachable: the result is partial'] : []
  return { ...envelope, data: { ...data, result }, ...(partial > 0 ? { warnings } : {}) }
}

/** JSON of an answer, longer by white space where it has to be huge. */
export const padded = (json: string, { huge }: Faults): string =>
  huge > 0 ? json + ' '.repeat(huge * 1024 * 1024) : json

interface Series {
  value?: [number, string]
  values?: [number, string][]
}

function isResult(data: unknown): data is { resultType: string; result: Series[] } {
  if (typeof data !== 'object' || data === null) return false
  return 'resultType' in data && ['vector', 'matrix'].includes(String(data.resultType))
}

function withoutValues(series: Series): Series {
  const nothing = ([time]: [number, string]): [number, string] => [time, 'NaN']
  return {
    ...series,
    ...(series.value ? { value: nothing(series.value) } : {}),
    ...(series.values ? { values: series.values.map(nothing) } : {}),
  }
}
