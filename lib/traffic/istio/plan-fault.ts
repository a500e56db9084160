import { DomainError, type FieldProblem } from '@/lib/domain/errors'
import type { Fault } from '@/lib/domain/traffic/model'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import { patchWrite } from '../planned-writes'
import { removeFaultPatch, setFaultPatch } from './fault-patch'
import { goDurationMs } from './go-duration'
import { requireHttp, type RuleContext } from './rule-context'

const LONGEST_DELAY_MS = 3_600_000

/** Injects delay or abort into a rule. Throws `invalid` naming each field, `unsupported` for tls and tcp rules. */
export function planSetFault(context: RuleContext, fault: Fault): PlannedWrite[] {
  requireHttp(context)
  const problems = problemsOf(fault)
  if (problems.length > 0) {
    const words = problems.map(({ path, message }) => `${path} ${message}`).join('; ')
    throw new DomainError('invalid', `This fault cannot be injected: ${words}.`, { fields: problems })
  }
  return patchWrite(context.virtualService.object, setFaultPatch(context.written, fault))
}

/** Stops the faults that a rule shows. Throws `unsupported` for tls and tcp rules. */
export function planRemoveFault(context: RuleContext): PlannedWrite[] {
  requireHttp(context)
  return patchWrite(context.virtualService.object, removeFaultPatch(context.written))
}

/** The bounds of Istio's own validation; the longest delay is ours. */
function problemsOf({ delay, abort }: Fault): FieldProblem[] {
  if (delay === undefined && abort === undefined)
    return [{ path: 'delay', message: 'or abort must be given' }]
  return [
    ...(delay === undefined
      ? []
      : [...percentProblem('delay', delay.percent), ...durationProblem(delay.duration)]),
    ...(abort === undefined
      ? []
      : [...percentProblem('abort', abort.percent), ...statusProblem(abort.status)]),
  ]
}

function percentProblem(part: string, percent: number): FieldProblem[] {
  return percent >= 0 && percent <= 100
    ? []
    : [{ path: `${part}.percent`, message: 'must be a number from 0 to 100' }]
}

function durationProblem(duration: string): FieldProblem[] {
  const ms = goDurationMs(duration)
  const whole = ms !== undefined && Math.abs(ms - Math.round(ms)) < 1e-6
  if (whole && ms >= 1 && ms <= LONGEST_DELAY_MS) return []
  return [{ path: 'delay.duration', message: 'must be whole milliseconds from 1ms to 1h, written like 1.5s' }]
}

function statusProblem(status: number): FieldProblem[] {
  return Number.isInteger(status) && status >= 200 && status <= 599
    ? []
    : [{ path: 'abort.status', message: 'must be a whole number from 200 to 599' }]
}
