import { findingRule } from './finding-rule'
import { inMesh, isSystemNamespace } from './reading/mesh'
import { ruledRoutes } from './reading/routes'
import { appWorkloads, statesVersion } from './reading/workloads'

/** Warned where traffic is ruled or measured by version, else a hint. */
export const missingVersionLabel = findingRule({
  code: 'missing-version-label',
  severity: 'warning',
  title: 'pods without a label that names their version',
  explanation:
    'Without it neither a rule nor telemetry can tell these pods from those of another version: no canary can be split off.',
  remedy: 'Add the label version (or app.kubernetes.io/version) to the template of the pods.',
  docs: 'https://istio.io/latest/docs/ops/deployment/application-requirements/',
  find: (input) => {
    if (isSystemNamespace(input.service.namespace)) return []
    const ruled = ruledRoutes(input).length > 0 || inMesh(input)
    return appWorkloads(input)
      .filter(({ labels }) => !statesVersion(labels))
      .map(({ ref }) => ({
        title: `Pods of ${ref.name} name no version`,
        severity: ruled ? 'warning' : 'hint',
        objects: [ref],
      }))
  },
})
