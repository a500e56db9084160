import type { Prisma } from './generated/client'

/** A record as JSON for the database: as JSON.stringify has it, undefined fields left out. */
export function toRecordJson(record: object): Prisma.InputJsonObject {
  return JSON.parse(JSON.stringify(record)) as Prisma.InputJsonObject
}
