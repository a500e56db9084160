import { backendWithoutGrant } from './backend-without-grant'
import { canaryPending } from './canary-pending'
import { canaryTooSmall } from './canary-too-small'
import { cpuNearLimit } from './cpu-near-limit'
import { destinationHostMissing } from './destination-host-missing'
import { destinationRuleConflict } from './destination-rule-conflict'
import { destinationRuleHostMissing } from './destination-rule-host-missing'
import { destinationWithoutPods } from './destination-without-pods'
import { duplicateDestination } from './duplicate-destination'
import { exposedBehindGateway } from './exposed-behind-gateway'
import type { Finding, FindingInput, FindingRule } from './finding'
import { gatewayMissing } from './gateway-missing'
import { hpaFightsSplit } from './hpa-fights-split'
import { httpRouteWithoutParent } from './http-route-without-parent'
import { mirrorToNowhere } from './mirror-to-nowhere'
import { mirrorUnsupported } from './mirror-unsupported'
import { missingAppLabel } from './missing-app-label'
import { missingVersionLabel } from './missing-version-label'
import { namespaceWithoutInjection } from './namespace-without-injection'
import { noReadinessProbe } from './no-readiness-probe'
import { ownerDrivesRoute } from './owner-drives-route'
import { podsWithoutSidecar } from './pods-without-sidecar'
import { portNotNamed } from './port-not-named'
import { replicasResetAutoscaler } from './replicas-reset-autoscaler'
import { rolloutLetsCapacityDrop } from './rollout-lets-capacity-drop'
import { routeNotAccepted } from './route-not-accepted'
import { sidecarHidesHost } from './sidecar-hides-host'
import { splitOnlyAtTheGateway } from './split-only-at-the-gateway'
import { splitUndoneBySync } from './split-undone-by-sync'
import { stickyCanary } from './sticky-canary'
import { subsetMissingForVersion } from './subset-missing-for-version'
import { subsetUnknown } from './subset-unknown'
import { subsetWithoutLabels } from './subset-without-labels'
import { subsetWithoutPods } from './subset-without-pods'
import { traefikBadRule } from './traefik-bad-rule'
import { traefikCrossNamespace } from './traefik-cross-namespace'
import { traefikEmptyServiceTakesRouteDown } from './traefik-empty-service-takes-route-down'
import { traefikMirrorPercent } from './traefik-mirror-percent'
import { twoRoutesOneHost } from './two-routes-one-host'
import { versionLeaking } from './version-leaking'
import { versionWithoutDestination } from './version-without-destination'
import { weightsAllZero } from './weights-all-zero'
import { weightsNot100 } from './weights-not-100'

/** Every rule, one file each: those that stop a start first, then warnings, then hints. */
export const findingRules: readonly FindingRule[] = [
  destinationHostMissing,
  subsetUnknown,
  destinationWithoutPods,
  subsetWithoutPods,
  weightsAllZero,
  routeNotAccepted,
  backendWithoutGrant,
  mirrorUnsupported,
  traefikBadRule,
  traefikMirrorPercent,
  traefikEmptyServiceTakesRouteDown,
  traefikCrossNamespace,
  ownerDrivesRoute,
  splitUndoneBySync,
  twoRoutesOneHost,
  gatewayMissing,
  httpRouteWithoutParent,
  versionLeaking,
  duplicateDestination,
  destinationRuleConflict,
  destinationRuleHostMissing,
  subsetWithoutLabels,
  sidecarHidesHost,
  mirrorToNowhere,
  exposedBehindGateway,
  namespaceWithoutInjection,
  podsWithoutSidecar,
  missingVersionLabel,
  portNotNamed,
  canaryPending,
  canaryTooSmall,
  noReadinessProbe,
  hpaFightsSplit,
  rolloutLetsCapacityDrop,
  cpuNearLimit,
  versionWithoutDestination,
  subsetMissingForVersion,
  splitOnlyAtTheGateway,
  stickyCanary,
  replicasResetAutoscaler,
  missingAppLabel,
  weightsNot100,
]

const order = { blocking: 0, warning: 1, hint: 2 }

/** All findings of a service, the worst first. */
export const findAll = (input: FindingInput): Finding[] =>
  findingRules.flatMap((rule) => rule.check(input)).sort((a, b) => order[a.severity] - order[b.severity])
