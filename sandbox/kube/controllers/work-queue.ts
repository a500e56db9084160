/** Runs named pieces of work one after another, soon; a piece that is already waiting is not queued twice. */
export class WorkQueue {
  private readonly waiting = new Map<string, () => void>()
  private scheduled: NodeJS.Immediate | undefined
  private closed = false

  add(name: string, work: () => void): void {
    if (this.closed) return
    this.waiting.set(name, work)
    this.scheduled ??= setImmediate(() => this.drain())
  }

  close(): void {
    this.closed = true
    clearImmediate(this.scheduled)
  }

  private drain(): void {
    this.scheduled = undefined
    const started = performance.now()
    for (const [name, work] of this.waiting) {
      this.waiting.delete(name)
      try {
        work()
      } catch (error) {
        // As in Kubernetes, one object that cannot be reconciled must not stop the others.
        console.error(`the sandbox could not reconcile ${name}:`, error)
      }
      // Requests must not wait for a long queue.
      if (performance.now() - started > 10) break
    }
    if (this.waiting.size > 0 && !this.closed) this.scheduled ??= setImmediate(() => this.drain())
  }
}
