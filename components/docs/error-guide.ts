import type { ErrorCode } from '@/lib/domain/errors'

export interface ErrorAdvice {
  /** What happened. */
  what: string
  /** What to do. */
  todo: string
}

/** Every code that the API answers, with what it means and what to do. A new code does not compile without. */
export const errorGuide: Readonly<Record<ErrorCode, ErrorAdvice>> = {
  unauthenticated: {
    what: 'The call brought no session or token, or one that has ended, was revoked or never was.',
    todo: 'Sign in again, or send `Authorization: Bearer` with a token that still works. Settings lists yours.',
  },
  'cross-site': {
    what: 'A change was asked for with a cookie from another site, or without Origin and Sec-Fetch-Site.',
    todo: 'Scripts use an API token instead of a cookie. In a browser open Aviary at its own address.',
  },
  forbidden: {
    what: 'You lack the permission that `detail` names, on this scope.',
    todo: 'Settings, Who I am, tells which rule decides. Whoever keeps the access policy can grant it. Where `detail` says that Kubernetes does not let you, the RBAC of the cluster decides.',
  },
  'not-found': {
    what: 'It does not exist, or lies where you may not look.',
    todo: 'Check the address and the names in it; lists show what you may see.',
  },
  'method-not-allowed': {
    what: 'The path exists, but not with this method.',
    todo: 'Look the path up in the API page.',
  },
  malformed: {
    what: 'The body is not JSON or has a key twice, or a query parameter is wrong, unknown or stands twice.',
    todo: '`fields` names the parameter. Correct it and send again.',
  },
  'body-too-large': { what: 'The body is larger than 64 KiB.', todo: 'Send less; no call needs that much.' },
  'unsupported-media-type': {
    what: 'The body was not sent as JSON.',
    todo: 'Set `Content-Type: application/json`.',
  },
  'too-many-requests': {
    what: 'You asked more often than one person or token may. Aborts have a lane of their own.',
    todo: 'Wait as many seconds as Retry-After says. Wait for releases with `?wait=60s` instead of asking often.',
  },
  invalid: {
    what: 'The body was understood but refused: a schema or a rule of the domain does not hold.',
    todo: '`fields` says which part and why. Weights must be whole numbers that sum up to the total.',
  },
  'reason-required': { what: 'The policy asks for a reason with this move.', todo: 'Send `reason`.' },
  'idempotency-mismatch': {
    what: 'This Idempotency-Key was used in the last 24 hours with another body.',
    todo: 'Use a new key for a new intention, and the same body with an old key.',
  },
  'in-progress': {
    what: 'The first call with this Idempotency-Key has not ended.',
    todo: 'Wait a second and send the same again: you get its answer.',
  },
  conflict: {
    what: 'Somebody or something else changed the route or the release meanwhile. Nothing was overwritten.',
    todo: '`current` holds the live state and who wrote it. Look at it, decide again, send with the new revision.',
  },
  'wrong-state': {
    what: 'The release is in a state that does not allow this verb.',
    todo: '`state` and `allowed` say where it stands and what is possible now.',
  },
  'locks-out': {
    what: 'By the new access policy you could not change it any more.',
    todo: 'Keep a binding that grants you policy.edit everywhere; where it is meant, send `lockMeOut: true`.',
  },
  'missing-destination': {
    what: 'The version is not a destination of this rule yet, so it cannot get a weight.',
    todo: 'Add it first: `POST …/destinations` with the version; it begins at weight 0.',
  },
  unattainable: {
    what: 'Replicas decide this split, and it cannot be had with that many pods.',
    todo: '`nearest` is the closest split that can; or change the number of pods.',
  },
  unsupported: {
    what: 'The data plane, or this version of Aviary, cannot do that.',
    todo: '`capabilities` of the route says what it can.',
  },
  blocked: {
    what: 'A blocking finding stands against it: requests would fail.',
    todo: '`detail` names the finding; Findings tells its remedy. Aborts are never blocked.',
  },
  owned: {
    what: 'Another controller, such as Argo Rollouts or Flagger, drives this route.',
    todo: 'Release through that controller, or take the route out of its hands.',
  },
  'rejected-by-cluster': {
    what: "The cluster's admission or schema refused the object; its words are in `detail`.",
    todo: 'Correct what it names. Nothing was changed.',
  },
  'cluster-refused': {
    what: "The cluster answered Aviary's own credentials with 401 or 403.",
    todo: 'Grant the service account of Aviary what `detail` names. kubectl with your own rights still works.',
  },
  'cluster-busy': {
    what: 'The cluster asked to be left alone for a moment.',
    todo: 'Wait for Retry-After and try again.',
  },
  'cluster-unavailable': {
    what: 'The cluster could not be reached. Traffic goes on as the routes say.',
    todo: 'An abort carries in `kubectl` the command that does it by hand. Settings, Connections, shows the state.',
  },
  'metrics-unavailable': {
    what: 'Prometheus did not answer. No split can be verified; releases hold.',
    todo: 'Moves and aborts still work. Settings, Connections, shows the state.',
  },
  'audit-unavailable': {
    what: 'The audit log could not be written, so the change was not made: nothing happens unrecorded.',
    todo: 'Bring Postgres back. To stop a canary meanwhile, run the command in `kubectl`.',
  },
  'chain-rollback': {
    what: 'The database was put back to an earlier state: the audit log ends before a signed checkpoint. Weights only go down, mirrors and releases only stop.',
    todo: 'An admin looks under Audit at what was lost and accepts it with a reason.',
  },
  'read-only': {
    what: 'The database takes no writes, during a switch-over for example, so nothing can be recorded or moved.',
    todo: 'Try again in a moment. To stop a canary meanwhile, run the command in `kubectl`.',
  },
  internal: {
    what: 'A fault inside Aviary. The answer tells nothing more on purpose.',
    todo: 'Give `requestId` to whoever runs Aviary: it leads to the log. Look before sending a move again.',
  },
}
