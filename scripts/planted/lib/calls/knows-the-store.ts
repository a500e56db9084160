// plants: calls-is-an-adapter
import { types } from '../store/rows'
export const kept = types
