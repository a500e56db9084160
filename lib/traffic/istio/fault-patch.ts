import type { JsonPatch } from '@/lib/domain/kube'
import type { Fault } from '@/lib/domain/traffic/model'
import { isObject, objectOf, type JsonObject } from '@/lib/domain/traffic/untyped'
import { faultOf } from './rule-details'
import { destinationTests, inRule } from './rule-context'
import type { WrittenRule } from './schema'

/** A part of a fault as it shall be: its share, the field that says what is done, and those that would contradict it. */
interface Part {
  field: 'delay' | 'abort'
  percent: number
  kind: { name: string; value: unknown }
  rivals: readonly string[]
}

/** Sets the parts of a rule's fault that are asked for; every other field of it stays. */
export function setFaultPatch(written: WrittenRule, fault: Fault): JsonPatch {
  const parts = partsOf(fault)
  const { fault: old } = written.raw
  const path = inRule(written, 'fault')
  const changes = isObject(old)
    ? parts.flatMap((part) => partPatch(`${path}/${part.field}`, old[part.field], part))
    : [
        {
          op: 'add' as const,
          path,
          value: Object.fromEntries(parts.map((part) => [part.field, newPart(part)])),
        },
      ]
  return changes.length === 0 ? [] : [...destinationTests(written), ...faultTest(written), ...changes]
}

/** Takes away the faults that are shown; what else a user injects there stays. */
export function removeFaultPatch(written: WrittenRule): JsonPatch {
  const shown = Object.keys(faultOf(written.raw).fault ?? {})
  if (shown.length === 0) return []
  const others = Object.keys(objectOf(written.raw.fault)).filter((field) => !shown.includes(field))
  const paths =
    others.length === 0 ? [inRule(written, 'fault')] : shown.map((field) => inRule(written, 'fault', field))
  return [
    ...destinationTests(written),
    ...faultTest(written),
    ...paths.map((path) => ({ op: 'remove' as const, path })),
  ]
}

function faultTest(written: WrittenRule): JsonPatch {
  const { fault } = written.raw
  return fault === undefined ? [] : [{ op: 'test', path: inRule(written, 'fault'), value: fault }]
}

function partsOf({ delay, abort }: Fault): Part[] {
  const delayed: Part[] =
    delay === undefined
      ? []
      : [
          {
            field: 'delay',
            percent: delay.percent,
            kind: { name: 'fixedDelay', value: delay.duration },
            rivals: ['exponentialDelay'],
          },
        ]
  const aborted: Part[] =
    abort === undefined
      ? []
      : [
          {
            field: 'abort',
            percent: abort.percent,
            kind: { name: 'httpStatus', value: abort.status },
            rivals: ['grpcStatus', 'http2Error'],
          },
        ]
  return [...delayed, ...aborted]
}

function newPart({ percent, kind }: Part): JsonObject {
  return { percentage: { value: percent }, [kind.name]: kind.value }
}

function partPatch(path: string, old: unknown, part: Part): JsonPatch {
  if (!isObject(old)) return [{ op: 'add', path, value: newPart(part) }]
  const { kind, rivals, percent } = part
  return [
    ...rivals
      .filter((name) => old[name] !== undefined)
      .map((name) => ({ op: 'remove' as const, path: `${path}/${name}` })),
    ...fieldPatch(`${path}/${kind.name}`, old[kind.name], kind.value),
    ...percentPatch(path, old, percent),
  ]
}

function fieldPatch(path: string, old: unknown, value: unknown): JsonPatch {
  if (old === value) return []
  return [{ op: old === undefined ? 'add' : 'replace', path, value }]
}

/** The share in the field where it stands: `percentage`, or the older `percent` while it can hold it. */
function percentPatch(path: string, { percentage, percent: whole }: JsonObject, percent: number): JsonPatch {
  if (isObject(percentage)) return fieldPatch(`${path}/percentage/value`, percentage.value, percent)
  if (percentage === undefined && whole !== undefined && Number.isInteger(percent)) {
    return fieldPatch(`${path}/percent`, whole, percent)
  }
  return [
    ...(whole === undefined ? [] : [{ op: 'remove' as const, path: `${path}/percent` }]),
    { op: 'add', path: `${path}/percentage`, value: { value: percent } },
  ]
}
