// plants: the-app-knows-no-sandbox
import { stage } from '../../sandbox/stage'
export const play = stage
