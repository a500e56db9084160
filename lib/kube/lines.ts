/** Etcd refuses objects above 1.5 MB; a line far above that is no event. */
const MAX_LINE = 16 * 1024 * 1024

/** Cuts a stream of bytes into lines; half lines and half characters wait for the rest. */
export class LineSplitter {
  private readonly decoder = new TextDecoder()
  private pending = ''

  /** The lines that this chunk completes, without blank ones. Throws when a line grows without end. */
  push(chunk: Uint8Array): string[] {
    const parts = this.decoder.decode(chunk, { stream: true }).split('\n')
    const last = parts.pop() ?? ''
    const [first, ...rest] = parts
    if (first === undefined) {
      this.pending += last
      if (this.pending.length > MAX_LINE) throw new Error('a line longer than any object')
      return []
    }
    const lines = [this.pending + first, ...rest].filter((line) => line.trim() !== '')
    this.pending = last
    return lines
  }

  /** What came after the last line break. */
  rest(): string {
    return this.pending
  }
}
