import { accessRoutes } from './api/access'
import { auditRoutes } from './api/audit'
import { auditCheckpointRoutes } from './api/audit-checkpoints'
import { auditExportRoutes } from './api/audit-export'
import { catalogueRoutes } from './api/catalogue'
import { liveRoutes } from './api/live'
import { moveRoutes } from './api/moves'
import { openApiRoutes } from './api/openapi'
import { ownMetricsRoutes } from './api/own-metrics'
import { policyRoutes } from './api/policies'
import { releaseExtraRoutes } from './api/release-extras'
import { releaseRoutes } from './api/releases'
import { replayRoutes } from './api/replay'
import { rolloutRoutes } from './api/rollouts'
import { routeMoveRoutes } from './api/route-moves'
import { sessionRoutes } from './api/sessions'
import { topologyFigureRoutes } from './api/topology-figures'
import type { RouteEntry } from './match-path'

const described: RouteEntry[] = [
  ...accessRoutes,
  ...policyRoutes,
  ...sessionRoutes,
  ...catalogueRoutes,
  ...topologyFigureRoutes,
  ...moveRoutes,
  ...routeMoveRoutes,
  ...releaseRoutes,
  ...releaseExtraRoutes,
  ...rolloutRoutes,
  ...replayRoutes,
  ...auditRoutes,
  ...auditCheckpointRoutes,
  ...auditExportRoutes,
  ...liveRoutes,
  ...ownMetricsRoutes,
]

/** Every route of /api/v1; the order-of-answers test is generated from this. */
export const apiTable: readonly RouteEntry[] = [...described, ...openApiRoutes(described)]
