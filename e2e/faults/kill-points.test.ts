import { killPoints } from './kill-points'
import { startFaultStack } from './stack'

killPoints(() => startFaultStack())
