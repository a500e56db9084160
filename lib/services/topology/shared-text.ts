/** A text that many answers and frames have in common. */
export interface SharedText {
  /** UTF-8. */
  readonly bytes: Uint8Array
  /** The same as compressed blocks of a deflate stream, made once. */
  deflated(): Promise<Uint8Array>
}

/** Parts of one answer or frame, in their order. */
export type TextParts = readonly (string | SharedText)[]
