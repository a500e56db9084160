// plants: traffic-is-an-adapter
import { types } from '../store/rows'
export const kinds = types
