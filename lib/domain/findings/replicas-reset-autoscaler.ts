import { refOf } from '../kube'
import { numberOf, objectOf } from '../traffic/untyped'
import { findingRule } from './finding-rule'
import { keeperOf } from './reading/keeper'
import { autoscalerOf } from './reading/autoscalers'
import { workloadsOf } from './reading/workloads'

/** Whether the manifest itself says `replicas` can't be seen in the cluster: hence a hint, with an "if". */
export const replicasResetAutoscaler = findingRule({
  code: 'replicas-reset-autoscaler',
  severity: 'hint',
  title: 'autoscaled Deployments whose manifest may say replicas',
  explanation:
    'If the manifest says replicas, each deploy sets that number, and pods that the load needs are gone until the autoscaler puts them back.',
  remedy: 'Leave spec.replicas out of the manifest of a Deployment that has an autoscaler.',
  docs: 'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#migrating-deployments-and-statefulsets-to-horizontal-autoscaling',
  find: (input) =>
    workloadsOf(input).flatMap(({ deployment, ref }) => {
      const autoscaler = deployment === undefined ? undefined : autoscalerOf(input.view, ref)
      if (deployment === undefined || autoscaler === undefined) return []
      const keeper = keeperOf(deployment)
      const replicas = numberOf(objectOf(deployment.spec).replicas)
      if (keeper === undefined || replicas === undefined) return []
      return {
        title: `${keeper} applies ${ref.name}, which ${autoscaler.object.metadata.name} scales`,
        objects: [ref, refOf(autoscaler.object)],
      }
    }),
})
