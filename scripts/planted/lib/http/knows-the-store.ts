// plants: edges-import-no-adapters
import { types } from '../store/rows'
export const kinds = types
