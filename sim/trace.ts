/** The last lines of what happened, made into text only when somebody wants to read them. */
export class Trace {
  private lines: { at: number; words: () => string }[] = []

  constructor(
    private readonly kept: number,
    private readonly now: () => number,
  ) {}

  add(words: () => string): void {
    this.lines.push({ at: this.now(), words })
    if (this.lines.length > this.kept * 2) this.lines = this.lines.slice(-this.kept)
  }

  /** Oldest first. */
  text(): string[] {
    return this.lines
      .slice(-this.kept)
      .map(({ at, words }) => `${new Date(at).toISOString().slice(11, 23)}  ${words()}`)
  }
}
