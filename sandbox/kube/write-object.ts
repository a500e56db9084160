import { randomUUID } from 'node:crypto'
import { builtInCauses, withBuiltInDefaults } from './built-in-rules'
import { isObject, objectAt, sameJson, textAt, withoutNulls, type JsonObject } from './json'
import { groupVersion, namespaceKind, type Kind } from './kinds'
import { sameContent, updateManagedFields } from './managed-fields'
import { timestamp, type KubeObject, type Metadata } from './objects'
import { randomSuffix } from './random-suffix'
import { checkName, readMetadata } from './read-metadata'
import { withSchemaDefaults } from './schema-defaults'
import { prune, schemaCauses } from './schema-validation'
import { alreadyExists, badRequest, conflict, invalid, invalidObject, notFound, StatusError } from './status'
import { entryOf, type Entry, type Store } from './store'

export interface WriteOptions {
  manager: string
  /** The version of the request; the object is stored in its kind's storage version. */
  version: string
  dryRun?: boolean
  subresource?: 'status' | 'scale'
  fieldValidation?: string
  /** Unknown fields are reported here unless fieldValidation is Strict or Ignore. */
  warnings?: string[]
}

function refuseUnknownFields(kind: Kind, unknown: string[], options: WriteOptions, patching: boolean): void {
  const words = unknown.sort().map((field) => `unknown field "${field}"`)
  if (words.length === 0 || options.fieldValidation === 'Ignore') return
  if (options.fieldValidation !== 'Strict') {
    options.warnings?.push(...words)
    return
  }
  const reason = `strict decoding error: ${words.join(', ')}`
  if (patching)
    throw invalid('', '', '', [
      { reason: 'FieldValueInvalid', message: `Invalid value: ${reason}`, field: 'patch' },
    ])
  throw badRequest(
    `${kind.kind} in version "${options.version}" cannot be handled as a ${kind.kind}: ${reason}`,
  )
}

/** The payload (all but metadata) as it will be stored. Throws a Status when the kind's rules refuse it. */
function admittedPayload(
  store: Store,
  kind: Kind,
  body: JsonObject,
  old: KubeObject | undefined,
  options: WriteOptions,
): JsonObject {
  const { metadata: _metadata, apiVersion: _version, kind: _kind, ...payload } = body
  if (kind.hasStatus && options.subresource !== 'status') Reflect.deleteProperty(payload, 'status')
  const schema = kind.schemas.get(options.version)
  const name = textAt(body, 'metadata', 'name') ?? ''
  if (schema === undefined) {
    const read = objectAt({ payload: withoutNulls(payload) }, 'payload')
    const causes = builtInCauses(kind, read, old)
    if (causes.length > 0) throw invalidObject(kind, name, causes)
    return withBuiltInDefaults(kind, read, old, store.revision + 1)
  }
  const unknown: string[] = []
  const pruned = prune(schema, payload, unknown)
  refuseUnknownFields(kind, unknown, options, old !== undefined)
  const complete = objectAt({ payload: withSchemaDefaults(schema, pruned) }, 'payload')
  // Some schemas ask for the metadata, which every object has.
  const causes = schemaCauses(schema, { metadata: {}, ...complete })
  if (causes.length > 0) throw invalidObject(kind, name, causes)
  return complete
}

function checkType(kind: Kind, body: JsonObject, options: WriteOptions, name: string): void {
  const wanted = { apiVersion: groupVersion(kind.group, options.version), kind: kind.kind }
  for (const field of ['apiVersion', 'kind'] as const) {
    const found = body[field] ?? (kind.custom ? '' : wanted[field])
    if (found === wanted[field]) continue
    const message = `Invalid value: ${JSON.stringify(found)}: must be ${wanted[field]}`
    throw invalidObject(kind, name, [{ reason: 'FieldValueInvalid', message, field }])
  }
}

function assemble(kind: Kind, metadata: Metadata, payload: JsonObject): KubeObject {
  return { apiVersion: groupVersion(kind.group, kind.storage), kind: kind.kind, metadata, ...payload }
}

function withFields(
  kind: Kind,
  before: KubeObject | undefined,
  after: KubeObject,
  options: WriteOptions,
): KubeObject {
  const managedFields = updateManagedFields(before, after, {
    manager: options.manager,
    apiVersion: groupVersion(kind.group, options.version),
    time: timestamp(),
    ...(options.subresource === undefined ? {} : { subresource: options.subresource }),
  })
  return { ...after, metadata: { ...after.metadata, managedFields } }
}

/** Creates an object. Throws Status 400, 404 (namespace), 409 or 422. */
export function createObject(
  store: Store,
  kind: Kind,
  namespace: string,
  body: JsonObject,
  options: WriteOptions,
): Entry {
  const { generateName, uid: _uid, resourceVersion, ...asked } = readMetadata(kind, body)
  const name = asked.name === '' && generateName !== undefined ? generateName + randomSuffix() : asked.name
  checkType(kind, body, options, name)
  if (resourceVersion !== undefined)
    throw badRequest('resourceVersion should not be set on objects to be created')
  if (kind.namespaced && (asked.namespace ?? namespace) !== namespace)
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request')
  checkName(kind, name)
  if (kind.namespaced && store.get(namespaceKind, '', namespace) === undefined)
    throw notFound(namespaceKind, namespace)
  const { namespace: _namespace, ...kept } = asked
  const metadata: Metadata = {
    ...kept,
    name,
    ...(kind.namespaced ? { namespace } : {}),
    uid: randomUUID(),
    resourceVersion: '',
    creationTimestamp: timestamp(),
    ...(kind.hasGeneration ? { generation: 1 } : {}),
  }
  if (kind === namespaceKind) metadata.labels = { 'kubernetes.io/metadata.name': name, ...metadata.labels }
  const object = assemble(kind, metadata, admittedPayload(store, kind, body, undefined, options))
  if (store.get(kind, namespace, name) !== undefined) throw alreadyExists(kind, name)
  const complete = withFields(kind, undefined, object, options)
  return options.dryRun === true ? entryOf(kind, withoutRevision(complete)) : store.put(kind, complete)
}

function withoutRevision(object: KubeObject): KubeObject {
  const { resourceVersion: _revision, ...metadata } = object.metadata
  return { ...object, metadata: metadata as Metadata }
}

function updatedMetadata(kind: Kind, current: KubeObject, body: JsonObject, options: WriteOptions): Metadata {
  const old = current.metadata
  const { generateName: _generateName, ...asked } = readMetadata(kind, body)
  if (asked.name !== old.name)
    throw badRequest(
      `the name of the object (${asked.name}) does not match the name on the URL (${old.name})`,
    )
  if (kind.namespaced && asked.namespace !== undefined && asked.namespace !== old.namespace)
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request')
  if (asked.resourceVersion !== undefined && asked.resourceVersion !== old.resourceVersion)
    throw conflict(kind, old.name)
  if (asked.uid !== undefined && asked.uid !== old.uid)
    throw conflict(
      kind,
      old.name,
      `Precondition failed: UID in precondition: ${asked.uid}, UID in object meta: ${old.uid}`,
    )
  if (options.subresource !== undefined) return old
  const { labels: _l, annotations: _a, ownerReferences: _o, finalizers: _f, ...system } = old
  return { ...asked, ...system }
}

function specChanged(before: KubeObject, after: KubeObject): boolean {
  const spec = ({ metadata: _metadata, status: _status, ...rest }: KubeObject): unknown => rest
  return !sameJson(spec(before), spec(after))
}

/** The current object in the version of the request, as clients see and patch it. */
export function inVersion(entry: Entry, version: string): KubeObject {
  return { ...entry.object, apiVersion: groupVersion(entry.kind.group, version) }
}

/** Replaces an object by what `change` makes of it. Throws Status 400, 404, 409 or 422; no change, no new revision. */
export function updateObject(
  store: Store,
  kind: Kind,
  namespace: string,
  name: string,
  change: (current: KubeObject) => unknown,
  options: WriteOptions,
): Entry {
  const entry = store.get(kind, namespace, name)
  if (entry === undefined) throw notFound(kind, name)
  const current = entry.object
  const body = change(inVersion(entry, options.version))
  if (!isObject(body)) throw badRequest('the object provided is not a JSON object')
  checkType(kind, body, options, name)
  const metadata = updatedMetadata(kind, current, body, options)
  const payload = admittedPayload(store, kind, body, current, options)
  const before = current['status']
  if (options.subresource === 'status') {
    const status = payload['status']
    Object.assign(payload, payloadOf(current), { status })
  } else if (kind.hasStatus) payload['status'] = before
  if (payload['status'] === undefined) Reflect.deleteProperty(payload, 'status')
  const next = assemble(kind, metadata, payload)
  if (sameContent(current, next)) return entry
  if (metadata.generation !== undefined && specChanged(current, next))
    next.metadata = { ...metadata, generation: metadata.generation + 1 }
  const complete = withFields(kind, current, next, options)
  if (options.dryRun === true) return entryOf(kind, complete)
  const written = store.put(kind, complete)
  const gone = metadata.deletionTimestamp !== undefined && (metadata.finalizers ?? []).length === 0
  return gone ? store.remove(written) : written
}

function payloadOf(object: KubeObject): JsonObject {
  const { metadata: _metadata, apiVersion: _version, kind: _kind, ...payload } = object
  return payload
}

export interface Preconditions {
  uid?: string | undefined
  resourceVersion?: string | undefined
}

/** Deletes an object, or marks it while finalizers hold it. Throws Status 403, 404 or 409. */
export function deleteObject(
  store: Store,
  kind: Kind,
  namespace: string,
  name: string,
  preconditions: Preconditions = {},
  dryRun = false,
): Entry {
  const entry = store.get(kind, namespace, name)
  if (entry === undefined) throw notFound(kind, name)
  if (kind === namespaceKind && (name === 'default' || name === 'kube-system'))
    throw new StatusError(
      403,
      'Forbidden',
      `namespaces "${name}" is forbidden: this namespace may not be deleted`,
      {
        name,
        kind: kind.plural,
      },
    )
  const { uid, resourceVersion, deletionTimestamp, finalizers = [] } = entry.object.metadata
  if (preconditions.uid !== undefined && preconditions.uid !== uid)
    throw conflict(
      kind,
      name,
      `the UID in the precondition (${preconditions.uid}) does not match the UID in record (${uid})`,
    )
  if (preconditions.resourceVersion !== undefined && preconditions.resourceVersion !== resourceVersion)
    throw conflict(
      kind,
      name,
      'the ResourceVersion in the precondition does not match the ResourceVersion in record',
    )
  if (dryRun) return entry
  if (finalizers.length === 0) return store.remove(entry)
  if (deletionTimestamp !== undefined) return entry
  const metadata = { ...entry.object.metadata, deletionTimestamp: timestamp() }
  return store.put(kind, { ...entry.object, metadata })
}
