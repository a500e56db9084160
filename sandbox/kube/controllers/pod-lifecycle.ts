import { listAt, objectAt, textAt } from '../json'
import { timestamp } from '../objects'
import type { Entry, Store } from '../store'
import { writeObject, writeStatus } from './cluster-writes'

/** From creation to Ready, in milliseconds. */
export function startupMs(): number {
  return 300 + Math.random() * 700
}

function address(serial: number): string {
  return `10.${128 + ((serial >> 16) & 127)}.${(serial >> 8) & 255}.${serial & 255}`
}

// Labels that every node of the sandbox has.
const nodeLabels = new Map([
  ['kubernetes.io/os', 'linux'],
  ['kubernetes.io/arch', 'amd64'],
])

/** Whether a node of the sandbox fits the pod's nodeSelector; nothing else is looked at. */
export function fitsNode(pod: Entry): boolean {
  const wanted = Object.entries(objectAt(pod.object, 'spec', 'nodeSelector'))
  return wanted.every(([label, value]) => nodeLabels.get(label) === value)
}

/** Says why a pod stays Pending, in the scheduler's words. */
export function refusePod(store: Store, pod: Entry): void {
  if (listAt(pod.object, 'status', 'conditions').length > 0) return
  const message = "0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector."
  const condition = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }
  const conditions = [{ ...condition, lastTransitionTime: timestamp() }]
  writeStatus(store, pod, { phase: 'Pending', conditions }, 'kube-scheduler')
}

/** A pending pod becomes Running and Ready. */
export function startPod(store: Store, pod: Entry): void {
  const at = timestamp()
  const podIP = address(store.revision + 1)
  const nodeName = `node-${(store.revision % 3) + 1}`
  writeObject(store, pod, (current) => ({ ...current, spec: { nodeName, ...objectAt(current, 'spec') } }))
  const running = { running: { startedAt: at } }
  const containerStatuses = listAt(pod.object, 'spec', 'containers').map((container) => {
    const { name, image } = { name: textAt(container, 'name') ?? '', image: textAt(container, 'image') ?? '' }
    return { name, image, imageID: '', ready: true, started: true, restartCount: 0, state: running }
  })
  const condition = (type: string) => ({ type, status: 'True', lastTransitionTime: at })
  const conditions = ['PodScheduled', 'Initialized', 'ContainersReady', 'Ready'].map(condition)
  const status = { phase: 'Running', podIP, podIPs: [{ ip: podIP }], hostIP: '192.0.2.1', startTime: at }
  writeStatus(store, pod, { ...status, conditions, containerStatuses }, 'kubelet')
}
