// plants: nothing-imports-app
import { title } from '../app/title'
export const name = title
