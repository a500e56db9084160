// plants: nothing
import pg from 'pg'
export const types = pg.types
