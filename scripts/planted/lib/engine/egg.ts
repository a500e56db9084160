// plants: nothing
import { chicken } from './chicken'
export const egg = (): unknown => chicken
