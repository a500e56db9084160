// plants: prisma-stays-in-store
import pg from 'pg'
export const types = pg.types
