import {
  CircleHelp,
  CircleMinus,
  CircleOff,
  CirclePlus,
  Copy,
  Diff,
  DoorOpen,
  Filter,
  GitCompareArrows,
  Globe,
  Lock,
  LockOpen,
  LogOut,
  Magnet,
  MoonStar,
  OctagonAlert,
  Rocket,
  RotateCw,
  Route,
  Server,
  ShieldOff,
  Signpost,
  Split,
  Tag,
  Timer,
  TriangleAlert,
  Unplug,
  Waypoints,
  Wind,
  Zap,
  type LucideIcon,
} from 'lucide-react'

export interface BadgeSign {
  word: string
  /** What it means, for the legend and on hover. */
  meaning: string
  icon: LucideIcon
  tone: 'muted' | 'degraded'
}

const signs: Readonly<Record<string, BadgeSign>> = {
  split: { word: 'split', meaning: 'traffic is split by weight', icon: Split, tone: 'muted' },
  mirror: { word: 'mirror', meaning: 'requests are copied to another version', icon: Copy, tone: 'muted' },
  match: {
    word: 'match',
    meaning: 'chosen requests go to one version by header, cookie or the like',
    icon: Filter,
    tone: 'muted',
  },
  fault: { word: 'fault', meaning: 'a route injects delays or errors', icon: Zap, tone: 'degraded' },
  delegate: {
    word: 'delegate',
    meaning: 'part of the route lies in another object',
    icon: Waypoints,
    tone: 'muted',
  },
  'circuit-breaker': {
    word: 'circuit breaker',
    meaning: 'connections are limited or outliers ejected',
    icon: CircleOff,
    tone: 'muted',
  },
  'missing-sidecar': {
    word: 'missing sidecar',
    meaning: 'pods run outside the mesh: routes and telemetry pass them by',
    icon: Unplug,
    tone: 'degraded',
  },
  mtls: { word: 'mTLS', meaning: 'traffic is encrypted and both sides are known', icon: Lock, tone: 'muted' },
  plaintext: {
    word: 'plaintext',
    meaning: 'some of what arrives is neither encrypted nor known by its sender',
    icon: LockOpen,
    tone: 'degraded',
  },
  'no-mtls': { word: 'no mTLS', meaning: 'traffic is not encrypted', icon: ShieldOff, tone: 'degraded' },
  waypoint: { word: 'waypoint', meaning: 'routed by a waypoint proxy', icon: Route, tone: 'muted' },
  ambient: {
    word: 'ambient',
    meaning: 'in the mesh without sidecars, through ztunnel',
    icon: Wind,
    tone: 'muted',
  },
  timeout: { word: 'timeout', meaning: 'a route ends requests after a time', icon: Timer, tone: 'muted' },
  retries: { word: 'retries', meaning: 'a route tries failed requests again', icon: RotateCw, tone: 'muted' },
  gateway: {
    word: 'gateway',
    meaning: 'traffic passes it on its way in or out',
    icon: DoorOpen,
    tone: 'muted',
  },
  sticky: {
    word: 'sticky',
    meaning: 'callers stay with the pod or version they had; shares cannot be verified',
    icon: Magnet,
    tone: 'muted',
  },
  'traffic-source': {
    word: 'traffic source',
    meaning: 'sends requests and receives none that telemetry sees',
    icon: LogOut,
    tone: 'muted',
  },
  serviceentry: {
    word: 'service entry',
    meaning: 'a remote party that a ServiceEntry names',
    icon: Signpost,
    tone: 'muted',
  },
  'workload-entry': {
    word: 'workload entry',
    meaning: 'runs outside Kubernetes, on machines that WorkloadEntries name',
    icon: Server,
    tone: 'muted',
  },
  release: { word: 'release', meaning: 'a release is under way', icon: Rocket, tone: 'muted' },
  external: { word: 'external', meaning: 'outside the clusters', icon: Globe, tone: 'muted' },
  idle: { word: 'idle', meaning: 'no traffic in this window', icon: MoonStar, tone: 'muted' },
  'finding-blocking': {
    word: 'blocking finding',
    meaning: 'a problem that stops releases; the details say which',
    icon: OctagonAlert,
    tone: 'degraded',
  },
  'finding-warning': {
    word: 'finding',
    meaning: 'a problem to look at before a release; the details say which',
    icon: TriangleAlert,
    tone: 'degraded',
  },
  drift: {
    word: 'drift',
    meaning: 'the live route differs from what Aviary left, and somebody else wrote it',
    icon: GitCompareArrows,
    tone: 'degraded',
  },
}

/** Signs of the replay alone. */
const replaySigns: Readonly<Record<string, BadgeSign>> = {
  'routes-unknown': {
    word: 'routes unknown',
    meaning: 'Aviary had not recorded its routes by then',
    icon: CircleHelp,
    tone: 'degraded',
  },
  'compared-added': {
    word: 'added',
    meaning: 'only at the later moment',
    icon: CirclePlus,
    tone: 'degraded',
  },
  'compared-removed': {
    word: 'removed',
    meaning: 'only at the earlier moment',
    icon: CircleMinus,
    tone: 'degraded',
  },
  'compared-changed': {
    word: 'changed',
    meaning: 'differs between the two moments',
    icon: Diff,
    tone: 'degraded',
  },
}

/** The sign of a badge; one that is not known yet is shown by its own name. */
export function badgeSign(badge: string): BadgeSign {
  const name = badge.toLowerCase().replaceAll(/[\s_]+/g, '-')
  return (
    signs[name] ??
    replaySigns[name] ?? {
      word: badge,
      meaning: badge,
      icon: Tag,
      tone: 'muted',
    }
  )
}

/** All known badges, for the legend. */
export const knownBadges: readonly BadgeSign[] = Object.values(signs)
