import type { AuditBody } from '@/lib/domain/audit/event'
import type { ReleaseRecord } from '@/lib/domain/release/release'
import type { OperationRecord } from '@/lib/domain/traffic/operation'
import type { Stored } from '../cluster/api-server'
import type { Commit } from '../store/database'
import type { World } from '../world'

/** A change of a release as it was committed. */
export interface Transition {
  /** In the order of everything that was committed or stored. */
  order: number
  before: ReleaseRecord | undefined
  after: ReleaseRecord
  action: string
  /** Whether a person did it, not the engine. */
  byPerson: boolean
}

/** A write of Aviary's as it was stored by the cluster. */
export interface Applied {
  order: number
  stored: Stored
  operation: OperationRecord | undefined
}

/** What has been committed and stored so far, as the invariants need it. */
export class Facts {
  order = 0
  readonly transitions: Transition[] = []
  readonly applied: Applied[] = []
  /** By operation: when its intent was committed, and every outcome that was. */
  readonly intents = new Map<string, number>()
  readonly outcomes = new Map<string, string[]>()
  /** Releases of which a person has had a word, by the order of the last one. */
  readonly words = new Map<string, number>()
  private readonly operations = new Map<string, OperationRecord>()

  constructor(world: World) {
    world.database.listeners.push((commit) => this.take(world, commit))
    world.server.listeners.push((stored) => this.see(stored))
  }

  operation(id: string | undefined): OperationRecord | undefined {
    return id === undefined ? undefined : this.operations.get(id)
  }

  allOperations(): OperationRecord[] {
    return [...this.operations.values()]
  }

  /** The release that was started; one whose creation was not heard of may lie beside it as a draft. */
  release(): ReleaseRecord | undefined {
    return (this.transitions.findLast(({ after }) => after.state !== 'draft') ?? this.transitions.at(-1))
      ?.after
  }

  private take(world: World, { rows, audit }: Commit): void {
    this.order += 1
    for (const { key, after } of rows)
      if (key.startsWith('operation/') && after !== undefined) this.keep(JSON.parse(after) as OperationRecord)
    for (const event of audit) this.hear(event)
    for (const { key, before, after } of rows)
      if (key.startsWith('release/') && after !== undefined) this.turnOver(world, before, after, audit)
  }

  private keep(operation: OperationRecord): void {
    this.operations.set(operation.id, operation)
  }

  private hear({ kind, operation, result }: AuditBody): void {
    if (operation === undefined) return
    if (kind === 'intent') this.intents.set(operation, this.order)
    if (kind === 'outcome') this.outcomes.set(operation, [...(this.outcomes.get(operation) ?? []), result])
  }

  private turnOver(world: World, before: string | undefined, text: string, audit: AuditBody[]): void {
    const after = JSON.parse(text) as ReleaseRecord
    const earlier = before === undefined ? undefined : (JSON.parse(before) as ReleaseRecord)
    const event = audit.find(({ kind, release }) => kind === 'release' && release === after.id)
    const action = event?.action ?? 'nothing in the log'
    const byPerson = event !== undefined && event.actor.subject !== 'engine'
    if (byPerson) this.words.set(after.id, this.order)
    this.transitions.push({ order: this.order, before: earlier, after, action, byPerson })
    world.tally.count(`${earlier?.state ?? 'nothing'} × ${action.replace('release.', '')}`)
    world.trace.add(
      () =>
        `  release v${after.version} ${action}: ${earlier?.state ?? '–'} → ${after.state}, step ${after.stepIndex} ` +
        `(${after.plan.steps[after.stepIndex]?.kind ?? 'end'}) ${after.log.at(-1)?.words ?? ''}`,
    )
  }

  private see(stored: Stored): void {
    this.order += 1
    if (stored.manager !== 'aviary') return
    this.applied.push({ order: this.order, stored, operation: this.operation(operationOf(stored.auditId)) })
  }
}

/** The operation behind an audit id, `<operation>-<n>`. */
export const operationOf = (auditId: string | undefined): string | undefined => auditId?.replace(/-\d+$/, '')

export const isEngines = (operation: OperationRecord | undefined): boolean =>
  operation?.actor.subject === 'engine'
