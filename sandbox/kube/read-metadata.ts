import { isList, isObject, listAt, textAt, textMap, valueAt, type JsonObject } from './json'
import type { Kind } from './kinds'
import type { Metadata, OwnerReference } from './objects'
import { badRequest, invalidObject } from './status'

const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/

/** What a client may set in metadata; the rest is the server's. */
export type ClientMetadata = Pick<
  Metadata,
  'name' | 'namespace' | 'labels' | 'annotations' | 'ownerReferences' | 'finalizers'
> & { generateName?: string; uid?: string; resourceVersion?: string }

function stringMap(
  kind: Kind,
  body: JsonObject,
  field: 'labels' | 'annotations',
): Record<string, string> | undefined {
  const map = valueAt(body, 'metadata', field)
  if (map === undefined || map === null) return undefined
  const wrong = isObject(map) ? Object.values(map).find((value) => typeof value !== 'string') : map
  if (wrong !== undefined)
    throw badRequest(
      `${kind.kind} in version "${kind.storage}" cannot be handled as a ${kind.kind}: json: cannot unmarshal ` +
        `${Array.isArray(wrong) ? 'array' : typeof wrong} into Go struct field ObjectMeta.metadata.${field} of type string`,
    )
  const texts = textMap(map)
  return Object.keys(texts).length === 0 ? undefined : texts
}

function owners(body: JsonObject): OwnerReference[] | undefined {
  const list = valueAt(body, 'metadata', 'ownerReferences')
  if (!isList(list) || list.length === 0) return undefined
  return list.map((owner) => ({
    apiVersion: textAt(owner, 'apiVersion') ?? '',
    kind: textAt(owner, 'kind') ?? '',
    name: textAt(owner, 'name') ?? '',
    uid: textAt(owner, 'uid') ?? '',
    ...(valueAt(owner, 'controller') === true ? { controller: true } : {}),
    ...(valueAt(owner, 'blockOwnerDeletion') === true ? { blockOwnerDeletion: true } : {}),
  }))
}

/** Reads metadata from a request body, dropping unknown fields. Throws a 400 Status on wrong types. */
export function readMetadata(kind: Kind, body: JsonObject): ClientMetadata {
  const text = (field: string): string | undefined => {
    const found = textAt(body, 'metadata', field)
    return found === '' ? undefined : found
  }
  const finalizers = listAt(body, 'metadata', 'finalizers').filter((item) => typeof item === 'string')
  const read = {
    name: text('name') ?? '',
    namespace: text('namespace'),
    generateName: text('generateName'),
    uid: text('uid'),
    resourceVersion: text('resourceVersion'),
    labels: stringMap(kind, body, 'labels'),
    annotations: stringMap(kind, body, 'annotations'),
    ownerReferences: owners(body),
    finalizers: finalizers.length === 0 ? undefined : finalizers,
  }
  return Object.fromEntries(
    Object.entries(read).filter(([, value]) => value !== undefined),
  ) as unknown as ClientMetadata
}

/** Refuses a name that is missing or not a DNS subdomain, with a 422 Status. */
export function checkName(kind: Kind, name: string): void {
  if (name === '')
    throw invalidObject(kind, '', [
      {
        reason: 'FieldValueRequired',
        message: 'Required value: name or generateName is required',
        field: 'metadata.name',
      },
    ])
  if (name.length <= 253 && subdomain.test(name)) return
  const message =
    `Invalid value: ${JSON.stringify(name)}: a lowercase RFC 1123 subdomain must consist of lower case alphanumeric ` +
    "characters, '-' or '.', and must start and end with an alphanumeric character"
  throw invalidObject(kind, name, [{ reason: 'FieldValueInvalid', message, field: 'metadata.name' }])
}
