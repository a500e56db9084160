export { plants } from './plants'
export { reportOf } from './report'
export { runSeed } from './run-seed'
export { Tally } from './tally'
