import type { Allowed, Refused } from './patches'
import { add, metadata, remove, replace } from './patches'

export const service: readonly Refused[] = [
  ...metadata,
  ['ports', replace('/spec/ports/0/targetPort', 9), /only the values of a Service's selector/],
  ['type', replace('/spec/type', 'NodePort'), /only the values of a Service's selector/],
  ['external addresses', add('/spec/externalIPs', ['192.0.2.1']), /only the values of a Service's selector/],
  ['a label less to select by', remove('/spec/selector/version'), /only the values of a Service's selector/],
  ['another label to select by', add('/spec/selector/tier', 'x'), /only the values of a Service's selector/],
]

const deploymentFields = /may change only replicas(,| and) paused/
export const deployment: readonly Refused[] = [
  ...metadata,
  ['the wait before pods are available', add('/spec/minReadySeconds', 9), deploymentFields],
  ['the time for progress', replace('/spec/progressDeadlineSeconds', 1), deploymentFields],
]

/** Only where the opt-in for undone rollouts is not applied. */
export const template: Refused = [
  'an image',
  replace('/spec/template/spec/containers/0/image', 'evil'),
  deploymentFields,
]

export const serviceAllowed: readonly Allowed[] = [
  ['another version', replace('/spec/selector/version', 'v2')],
]

export const deploymentAllowed: readonly Allowed[] = [
  ['replicas', replace('/spec/replicas', 3)],
  ['paused', add('/spec/paused', true)],
]
