// plants: nothing
import { types } from './store/rows'
export const composed = { types }
