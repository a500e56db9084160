// plants: contracts-import-domain-types-only
import { whole } from '../domain/weight'
export const most = whole
