import { findingRule } from './finding-rule'
import { inMesh, isSystemNamespace } from './reading/mesh'
import { appWorkloads, statesApp } from './reading/workloads'

export const missingAppLabel = findingRule({
  code: 'missing-app-label',
  severity: 'hint',
  title: 'pods without a label that names their app',
  explanation:
    'Telemetry of the mesh then files the requests under the name of the workload, one app a version.',
  remedy: 'Add the label app (or app.kubernetes.io/name) to the template of the pods.',
  docs: 'https://istio.io/latest/docs/ops/deployment/application-requirements/',
  find: (input) => {
    if (isSystemNamespace(input.service.namespace) || !inMesh(input)) return []
    return appWorkloads(input)
      .filter(({ labels }) => !statesApp(labels))
      .map(({ ref }) => ({ title: `Pods of ${ref.name} name no app`, objects: [ref] }))
  },
})
