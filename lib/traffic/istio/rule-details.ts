import type { ClusterView } from '@/lib/domain/kube'
import type { Rule } from '@/lib/domain/traffic/model'
import { isObject, numberOf, objectOf, stringOf, type JsonObject } from '@/lib/domain/traffic/untyped'
import type { HttpRule } from './schema'
import { destinationRulesOf, findSubset } from './subsets'

/** Injected delay and abort; a fault without a percentage hits every request. */
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
  return numberOf(fault.percent) ?? 100
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
export function stickinessOf(view: ClusterView, rule: HttpRule, namespace: string): string | undefined {
  for (const { destination } of rule.route) {
    const rules = destinationRulesOf(view, destination.host, namespace)
    const subset = destination.subset === undefined ? undefined : findSubset(rules, destination.subset)
    const policies = [subset?.subset.trafficPolicy, (subset?.rule ?? rules[0])?.trafficPolicy]
    for (const policy of policies) {
      const words = hashWords(objectOf(objectOf(objectOf(policy).loadBalancer).consistentHash))
      if (words !== undefined) return words
    }
  }
  return undefined
}

function hashWords(hash: JsonObject): string | undefined {
  const header = stringOf(hash.httpHeaderName)
  if (header !== undefined) return `header ${header}`
  if (isObject(hash.httpCookie)) return `cookie ${stringOf(hash.httpCookie.name) ?? ''}`.trim()
  if (hash.useSourceIp === true) return 'source IP'
  const query = stringOf(hash.httpQueryParameterName)
  return query === undefined ? undefined : `query parameter ${query}`
}
