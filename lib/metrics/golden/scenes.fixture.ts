import { addressHost } from './address-host.fixture'
import { crossCluster } from './cross-cluster.fixture'
import { egressGateway } from './egress-gateway.fixture'
import { grpcOver503 } from './grpc-over-503.fixture'
import { grpcStatusUnder200 } from './grpc-status-under-200.fixture'
import { ingressGateway } from './ingress-gateway.fixture'
import { mirroredCopies } from './mirrored-copies.fixture'
import { missingLabels } from './missing-labels.fixture'
import { mtlsOfMixedCallers } from './mtls-of-mixed-callers.fixture'
import { networkGateway } from './network-gateway.fixture'
import { noAnswer } from './no-answer.fixture'
import { noHealthyUpstream } from './no-healthy-upstream.fixture'
import { noRoute } from './no-route.fixture'
import { outsideTheMesh } from './outside-the-mesh.fixture'
import type { Scene } from './scene.fixture'
import { sidecarPair } from './sidecar-pair.fixture'
import { sidecarToAmbient } from './sidecar-to-ambient.fixture'
import { tcpThroughput } from './tcp-throughput.fixture'
import { twoProtocols } from './two-protocols.fixture'
import { unknownCaller } from './unknown-caller.fixture'
import { waypointPair } from './waypoint-pair.fixture'
import { waypointUnseen } from './waypoint-unseen.fixture'
import { ztunnelBelowWaypoint } from './ztunnel-below-waypoint.fixture'
import { ztunnelOnly } from './ztunnel-only.fixture'

/** All golden cases. */
export const scenes: readonly Scene[] = [
  sidecarPair,
  grpcStatusUnder200,
  grpcOver503,
  tcpThroughput,
  twoProtocols,
  ingressGateway,
  egressGateway,
  outsideTheMesh,
  missingLabels,
  addressHost,
  noHealthyUpstream,
  noRoute,
  noAnswer,
  unknownCaller,
  mtlsOfMixedCallers,
  mirroredCopies,
  waypointPair,
  waypointUnseen,
  ztunnelOnly,
  ztunnelBelowWaypoint,
  sidecarToAmbient,
  crossCluster,
  networkGateway,
]
