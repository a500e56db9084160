import { isRouting, objectKey, objectWords } from './kube-object.mjs'
import { show } from './show.mjs'

/**
 * @typedef {import('./api-log.mjs').ApiWrite} ApiWrite
 * @typedef {import('./operations.mjs').Operation} Operation
 * @typedef {{class: string, detail: string, auditId?: string, seq?: number}} WriteFinding
 * @typedef {{write: ApiWrite, count: number, from: number, to: number}} Group
 * @typedef {{account: string, object: string, verb: string, count: number, from: string, to: string}} Bypass
 */

/** Clocks of Aviary and of the API server may differ by so much; nearer to a border nothing is judged. */
const skewMs = 5_000
const kept = { findings: 100, groups: 10_000, writesOfOperation: 64, strays: 10_000 }

/** Compares what the API server accepted with the operations of a log. */
export class WriteComparison {
  #writes = 0
  #outside = 0
  #logFrom = Number.POSITIVE_INFINITY
  #logTo = Number.NEGATIVE_INFINITY
  /** @type {Map<string, ApiWrite[]>} */
  #ofOperation = new Map()
  /** Writes without an operation that bear Aviary's marks or come from its account. @type {ApiWrite[]} */
  #strays = []
  /** Other writes without an operation, by account, object and verb. @type {Map<string, Group>} */
  #groups = new Map()
  #unkept = 0
  /** @type {Set<string>} */
  #accounts
  #operations
  #given

  /**
   * @param {import('./operations.mjs').Operations} operations
   * @param {string[]} accounts Aviary's; when none is given, those whose writes bear its marks and match an operation.
   */
  constructor(operations, accounts) {
    this.#operations = operations
    this.#given = accounts.length > 0
    this.#accounts = new Set(accounts)
  }

  /** @param {{time: number, write?: ApiWrite}} event */
  see({ time, write }) {
    if (!Number.isNaN(time)) {
      this.#logFrom = Math.min(this.#logFrom, time)
      this.#logTo = Math.max(this.#logTo, time)
    }
    if (!write) return
    const operation = this.#operations.byId.get(write.auditId.replace(/-\d+$/, ''))
    const own = write.marked || this.#accounts.has(write.account)
    if (!operation && !own && !isRouting(write.object)) return
    this.#writes += 1
    const { from, to } = this.#operations
    if (operation) this.#addTo(operation, write)
    else if (!(write.time >= from + skewMs && write.time <= to - skewMs)) this.#outside += 1
    else if (!own) this.#group(write)
    else if (this.#strays.length < kept.strays) this.#strays.push(write)
    else this.#unkept += 1
  }

  /** What differs, once the whole log has passed. */
  result() {
    /** @type {WriteFinding[]} */
    const findings = []
    let uncovered = 0
    for (const operation of this.#operations.byId.values()) {
      const all = this.#ofOperation.get(operation.id) ?? []
      const own = all.filter((write) => this.#accounts.has(write.account))
      for (const write of all) if (!own.includes(write)) this.#group(write)
      const covered = operation.from >= this.#logFrom + skewMs && operation.to <= this.#logTo - skewMs
      if (!covered) uncovered += 1
      findings.push(...judge(operation, own, covered))
    }
    const groups = [...this.#groups.values()]
    const isOwn = (/** @type {Group} */ { write }) => this.#accounts.has(write.account)
    findings.push(...this.#strays.map((write) => unrecorded(write, 1)))
    findings.push(...groups.filter(isOwn).map(({ write, count }) => unrecorded(write, count)))
    return {
      accounts: [...this.#accounts],
      writes: this.#writes,
      outside: this.#outside,
      uncovered,
      unkept: this.#unkept,
      findings: findings.slice(0, kept.findings),
      total: findings.length,
      bypasses: groups.filter((group) => !isOwn(group) && this.#concerns(group)).map(bypassOf),
    }
  }

  #addTo({ id }, write) {
    if (!this.#given && write.marked) this.#accounts.add(write.account)
    const list = this.#ofOperation.get(id)
    if (!list) this.#ofOperation.set(id, [write])
    else if (list.length < kept.writesOfOperation) list.push(write)
    else this.#unkept += 1
  }

  #group(write) {
    const { account, object, verb, subresource, time } = write
    const key = JSON.stringify([account, objectKey(object), verb, subresource])
    const group = this.#groups.get(key)
    if (group) {
      group.count += 1
      group.to = Math.max(group.to, time)
    } else if (this.#groups.size < kept.groups)
      this.#groups.set(key, { write, count: 1, from: time, to: time })
    else this.#unkept += 1
  }

  /** Whether a write was to an object that Aviary moves. A collection is deleted without names. */
  #concerns({ write: { verb, object } }) {
    return verb === 'deletecollection' || this.#operations.moved.has(objectKey(object))
  }
}

/** @param {Group} group @returns {Bypass} */
function bypassOf({ write, count, from, to }) {
  const { account, object, verb, subresource } = write
  const time = (/** @type {number} */ ms) => new Date(ms).toISOString()
  return {
    account,
    object: objectWords(object) + (subresource && `/${subresource}`),
    verb,
    count,
    from: time(from),
    to: time(to),
  }
}

const what = ({ verb, object, auditId }) =>
  `${verb} of ${show(objectWords(object))} with Audit-ID ${show(auditId)}`

function unrecorded(write, count) {
  const more = count > 1 ? ` (and ${count - 1} more like it)` : ''
  const detail = `the cluster accepted a ${what(write)} from ${show(write.account)} at ${new Date(write.time).toISOString()}${more}, which no operation tells of`
  return { class: 'unrecorded-write', detail, auditId: write.auditId }
}

/** Of the others it is not known whether the cluster accepted them. */
const refused = new Set(['conflict', 'refused', 'not-sent'])

/**
 * The writes of one operation against those that the cluster accepted from Aviary with its id.
 * @param {Operation} operation
 * @param {ApiWrite[]} accepted
 * @param {boolean} covered The log of the API server reaches over it.
 * @returns {WriteFinding[]}
 */
function judge(operation, accepted, covered) {
  const { id, seq, writes, outcome } = operation
  /** @type {WriteFinding[]} */
  const findings = []
  const tell = (name, detail, auditId) => findings.push({ class: name, detail, seq, auditId })
  /** @type {Map<string, ApiWrite>} */
  const byId = new Map()
  for (const write of accepted) {
    if (byId.has(write.auditId))
      tell('write-twice', `the cluster accepted a second ${what(write)}`, write.auditId)
    else byId.set(write.auditId, write)
  }
  // Of an operation whose outcome is open, or too large to be kept, only its id is known.
  if (!writes || outcome === 'pending' || outcome === 'unknown') return findings
  const name = `operation ${show(id)} (${show(outcome)}, event ${seq})`
  const missing = []
  for (const claim of writes) {
    const write = byId.get(claim.auditId)
    const claimed = `${name} has a write of ${show(objectWords(claim.object))} with Audit-ID ${show(claim.auditId)} as ${show(claim.result)}`
    byId.delete(claim.auditId)
    const done = claim.result === 'applied' || claim.result === 'reverted'
    if (!write) {
      if (done && covered) missing.push({ claim, claimed })
    } else if (objectKey(write.object) !== objectKey(claim.object) && write.object.name !== '')
      tell('write-differs', `${claimed}, but the cluster accepted a ${what(write)}`, claim.auditId)
    else if (refused.has(claim.result))
      tell('write-differs', `${claimed}, but the cluster accepted it`, claim.auditId)
  }
  // One that was found out about later is listed by its first attempt, whichever of them it was.
  for (const { claim, claimed } of missing) {
    const other = [...byId.values()].find((write) => objectKey(write.object) === objectKey(claim.object))
    if (other) byId.delete(other.auditId)
    else tell('missing-write', `${claimed}, but the cluster accepted none`, claim.auditId)
  }
  for (const write of byId.values())
    tell(
      'unrecorded-write',
      `the cluster accepted a ${what(write)}, which ${name} does not tell of`,
      write.auditId,
    )
  return findings
}
