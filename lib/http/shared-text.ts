import type { SharedText } from '../services/topology/shared-text'
import { deflatedBlocks } from './gzip-parts'

/** A text for many readers: its bytes are made once, and compressed once when the first reader wants them so. */
export function sharedText(text: string): SharedText {
  const bytes = Buffer.from(text)
  let deflated: Promise<Uint8Array> | undefined
  return { bytes, deflated: () => (deflated ??= deflatedBlocks(bytes)) }
}
