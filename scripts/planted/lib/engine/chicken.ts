// plants: no-cycles
import { egg } from './egg'
export const chicken = (): unknown => egg
