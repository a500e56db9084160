import { objectKey, objectOfRef } from './kube-object.mjs'
import { isMap, isText } from './shape.mjs'

/**
 * @typedef {import('./event-line.mjs').Event} Event
 * @typedef {import('./kube-object.mjs').ObjectName} ObjectName
 * @typedef {{auditId: string, result: string, object: ObjectName}} Claim
 * @typedef {object} Operation
 * @property {string} id
 * @property {number} seq Of the newest event of it.
 * @property {number} from Time of its first event, in ms.
 * @property {number} to Time of its newest event, in ms.
 * @property {string} outcome `pending` as long as none is recorded.
 * @property {Claim[] | undefined} writes As its outcome tells them; undefined where it does not.
 */

/** The operations that a log tells of and the objects that they move; this is all that is kept of the events. */
export class Operations {
  /** @type {Map<string, Operation>} */
  byId = new Map()
  /** @type {Set<string>} */
  moved = new Set()
  /** Times of the first and the last event, in ms. */
  from = Number.POSITIVE_INFINITY
  to = Number.NEGATIVE_INFINITY

  /** @param {Event} event */
  see({ seq, content }) {
    const time = Date.parse(String(content.time))
    if (Number.isNaN(time)) return
    this.from = Math.min(this.from, time)
    this.to = Math.max(this.to, time)
    const { kind, operation: id, detail } = content
    if ((kind !== 'intent' && kind !== 'outcome') || !isText(id)) return
    const before = this.byId.get(id)
    const writes = kind === 'outcome' && isMap(detail) ? claimsOf(detail.writes) : undefined
    this.byId.set(id, {
      id,
      seq,
      from: Math.min(before?.from ?? time, time),
      to: time,
      outcome: kind === 'outcome' ? String(content.result) : (before?.outcome ?? 'pending'),
      writes: writes ?? before?.writes,
    })
    const planned = isMap(detail) && Array.isArray(detail.diff) ? detail.diff : []
    for (const object of [
      ...planned.map((it) => objectOfRef(it?.object)),
      ...(writes ?? []).map((it) => it.object),
    ])
      if (object) this.moved.add(objectKey(object))
  }
}

/** @returns {Claim[] | undefined} */
function claimsOf(writes) {
  if (!Array.isArray(writes)) return undefined
  return writes.flatMap((write) => {
    const object = objectOfRef(write?.object)
    return object && isText(write.auditId)
      ? [{ auditId: write.auditId, result: String(write.result), object }]
      : []
  })
}
