/** A filter for texts that hold another, whatever the case. Prisma hands the text to LIKE as it is: its wildcards are taken literally. */
export function containing(text: string): { contains: string; mode: 'insensitive' } {
  return { contains: text.replace(/[\\%_]/g, '\\$&'), mode: 'insensitive' }
}
