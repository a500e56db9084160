import type { ClusterView } from '@/lib/domain/kube'
import type { Rule } from '@/lib/domain/traffic/model'
import { isObject, numberOf, objectOf, stringOf, type JsonObject } from '@/lib/domain/traffic/untyped'
import { hashWords } from './policy-words'
import type { WrittenRule } from './schema'
import { policyOf } from './traffic-policy'

/** Injected delay and abort, as far as they are of the plain kinds that Aviary sets. */
export function faultOf(rule: JsonObject): Pick<Rule, 'fault'> {
  const { delay, abort } = objectOf(rule.fault)
  const duration = stringOf(objectOf(delay).fixedDelay)
  const status = numberOf(objectOf(abort).httpStatus)
  const fault = {
    ...(isObject(delay) && duration !== undefined
      ? { delay: { percent: percentOfFault(delay), duration } }
      : {}),
    ...(isObject(abort) && status !== undefined ? { abort: { percent: percentOfFault(abort), status } } : {}),
  }
  return Object.keys(fault).length > 0 ? { fault } : {}
}

function percentOfFault(fault: JsonObject): number {
  if (isObject(fault.percentage)) return numberOf(fault.percentage.value) ?? 0
  // Istio injects nothing without a percentage.
  return numberOf(fault.percent) ?? 0
}

export function timeoutOf(rule: JsonObject): Pick<Rule, 'timeout'> {
  const timeout = stringOf(rule.timeout)
  return timeout === undefined ? {} : { timeout }
}

export function retriesOf(rule: JsonObject): Pick<Rule, 'retries'> {
  if (!isObject(rule.retries)) return {}
  const perTryTimeout = stringOf(rule.retries.perTryTimeout)
  return {
    retries: {
      attempts: numberOf(rule.retries.attempts) ?? 0,
      ...(perTryTimeout === undefined ? {} : { perTryTimeout }),
    },
  }
}

/** How a destination of the rule keeps a caller on one pod (consistentHash of its DestinationRule), in words. */
export function stickinessOf(
  view: ClusterView,
  { route }: Pick<WrittenRule, 'route'>,
  namespace: string,
): string | undefined {
  for (const { destination } of route) {
    const words = hashWords(policyOf(view, destination, namespace, 'loadBalancer'))
    if (words !== undefined) return words
  }
  return undefined
}
