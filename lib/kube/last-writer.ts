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

const routingFields = ['f:http', 'f:tls', 'f:tcp', 'f:subsets']

/** A writer that changes a list takes it over, so its present owner changed it last. */
function ownsRouting({ fieldsV1 }: Record<string, unknown>): boolean {
  const spec = isRecord(fieldsV1) ? fieldsV1['f:spec'] : undefined
  return isRecord(spec) && routingFields.some((field) => field in spec)
}

/**
 * The latest manager of `metadata.managedFields` that wrote more than status. Times have whole seconds: of equal ones
 * the owner of the routing lists counts, else the last in the list.
 */
export function lastWriterOf(managedFields: unknown): Writer | undefined {
  if (!Array.isArray(managedFields)) return undefined
  let latest: (Writer & { routing: boolean }) | undefined
  for (const entry of managedFields as unknown[]) {
    if (!isRecord(entry) || writesStatusOnly(entry)) continue
    const { manager, time } = entry
    if (typeof manager !== 'string' || typeof time !== 'string' || Number.isNaN(Date.parse(time))) continue
    const routing = ownsRouting(entry)
    const later = latest === undefined ? 1 : Date.parse(time) - Date.parse(latest.time)
    if (later > 0 || (later === 0 && (routing || latest?.routing === false)))
      latest = { manager, time, routing }
  }
  return latest && { manager: latest.manager, time: latest.time }
}
