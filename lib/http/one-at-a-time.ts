/**
 * Lets callers that ask for the same thing at the same moment share one answer, so that a thousand requests with one
 * credential cost the database one look-up. Nothing is kept once the answer is there.
 */
export class OneAtATime<T> {
  private readonly open = new Map<string, Promise<T>>()

  /** Starts `ask` unless the same key is being asked for; a failure is shared as well. */
  ask(key: string, ask: () => Promise<T>): Promise<T> {
    const running = this.open.get(key)
    if (running) return running
    const answer = ask().finally(() => this.open.delete(key))
    this.open.set(key, answer)
    return answer
  }
}
