// The judge of every fault test: the API server's own audit log against Aviary's operations.
import { readFile } from 'node:fs/promises'
import { compareWrites } from './audit-compare.mjs'

/** `{problems}` in plain words; none means that log and operations tell the same story. */
export async function checkAudit({ auditLog, user, operations }) {
  return compareWrites({ events: await readAuditLog(auditLog), user, operations })
}

/** The events so far. A last line without its end is still being written, so it is left out. */
export async function readAuditLog(auditLog) {
  const text = await readFile(auditLog, 'utf8')
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  return whole
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
}
