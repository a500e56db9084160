import { toHex } from '@/lib/domain/audit/hex'

/** SHA-256 of a text in UTF-8, lower-case hex, computed by the browser. Rejects where it has no secure context. */
export async function sha256OfText(text: string): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))))
}
