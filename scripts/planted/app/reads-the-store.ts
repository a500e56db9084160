// plants: app-imports-no-adapters
import { types } from '../lib/store/rows'
export const kinds = types
