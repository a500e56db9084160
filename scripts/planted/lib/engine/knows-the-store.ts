// plants: engine-imports-domain-contracts-and-services
import { types } from '../store/rows'
export const kinds = types
