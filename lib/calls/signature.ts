import { createHmac } from 'node:crypto'

/** HMAC-SHA256 over `<timestamp>.<body>` as docs/calls.md lays it down; the timestamp is in whole seconds since the epoch. */
export function signatureOf(secret: string, timestamp: number, body: string): string {
  return `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`
}
