import type { Sample } from './sample'

const prefixes = new WeakMap<Sample, string>()

/** Prometheus' text exposition format 0.0.4; the metrics of one name stand together under their TYPE. */
export function exposeText(samples: readonly Sample[]): string {
  const families = new Map<string, string[]>()
  const histograms = new Set<string>()
  for (const sample of samples) {
    const family = sample.name.replace(/_(bucket|sum|count)$/, '')
    if (family !== sample.name) histograms.add(family)
    const lines = families.get(family) ?? []
    if (lines.length === 0) families.set(family, lines)
    lines.push(`${prefixOf(sample)} ${sample.value}\n`)
  }
  let text = ''
  for (const [family, lines] of families) {
    const kind = family.endsWith('_total') ? 'counter' : histograms.has(family) ? 'histogram' : 'gauge'
    text += `# TYPE ${family} ${kind}\n${lines.join('')}`
  }
  return text
}

/** Labels never change while a series lives, so they are written out once. */
function prefixOf(sample: Sample): string {
  const known = prefixes.get(sample)
  if (known !== undefined) return known
  const labels = Object.entries(sample.labels).map(([name, value]) => `${name}="${escape(value)}"`)
  const prefix = `${sample.name}{${labels.join(',')}}`
  prefixes.set(sample, prefix)
  return prefix
}

function escape(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}
