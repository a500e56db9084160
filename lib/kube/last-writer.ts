import type { Writer } from '@/lib/domain/kube'

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Older CRDs have no status subresource; their controllers own `f:status` and nothing else. */
function writesStatusOnly(entry: Record<string, unknown>): boolean {
  if (entry['subresource'] === 'status') return true
  if (!isRecord(entry['fieldsV1'])) return false
  const fields = Object.keys(entry['fieldsV1'])
  return fields.length > 0 && fields.every((field) => field === 'f:status')
}

/** The latest manager of `metadata.managedFields` that wrote more than status; of equal times the last in the list. */
export function lastWriterOf(managedFields: unknown): Writer | undefined {
  if (!Array.isArray(managedFields)) return undefined
  let latest: Writer | undefined
  for (const entry of managedFields as unknown[]) {
    if (!isRecord(entry) || writesStatusOnly(entry)) continue
    const { manager, time } = entry
    if (typeof manager !== 'string' || typeof time !== 'string' || Number.isNaN(Date.parse(time))) continue
    if (!latest || Date.parse(time) >= Date.parse(latest.time)) latest = { manager, time }
  }
  return latest
}
