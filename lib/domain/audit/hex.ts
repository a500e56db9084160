const pairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Lower-case hex of bytes. */
export function toHex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += pairs[byte] ?? ''
  return text
}

/** Bytes of a lower-case hex text of even length; the caller has checked that it is one. */
export function fromHex(hex: string): Uint8Array {
  const bytes = new Uint8Array(hex.length / 2)
  for (let at = 0; at < bytes.length; at += 1) {
    bytes[at] = nibble(hex.charCodeAt(2 * at)) * 16 + nibble(hex.charCodeAt(2 * at + 1))
  }
  return bytes
}

// In ASCII the digits lie at 48, the letters a to f at 97.
function nibble(code: number): number {
  return code < 97 ? code - 48 : code - 87
}
