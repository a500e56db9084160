import type { IncomingMessage, ServerResponse } from 'node:http'
import { applyJsonPatch } from './json-patch'
import { isObject, textAt, type JsonObject } from './json'
import { namespaceKind, podKind } from './kinds'
import { listJson, listPage } from './list-objects'
import { applyMergePatch, applyStrategicPatch } from './merge-patch'
import type { KubeObject } from './objects'
import { parseJson, mediaType, readBody, readObject } from './request-body'
import type { ResourcePath } from './request-path'
import { scaleOf, withScale } from './scale-subresource'
import {
  badRequest,
  invalid,
  methodNotAllowed,
  noSuchResource,
  notFound,
  notImplemented,
  unsupportedMediaType,
} from './status'
import { entryJson, type Entry, type Store } from './store'
import { serveWatch, type WatchTimings } from './watch-objects'
import { createObject, deleteObject, updateObject, type WriteOptions } from './write-object'

export interface Exchange {
  store: Store
  path: ResourcePath
  query: URLSearchParams
  request: IncomingMessage
  response: ServerResponse
  timings: WatchTimings
}

export interface Reply {
  code: number
  json: string
  warnings?: string[]
}

function writeOptions({ path, query, request }: Exchange): WriteOptions {
  const dryRun = query.getAll('dryRun')
  if (dryRun.some((value) => value !== 'All'))
    throw invalid('meta.k8s.io', 'WriteOptions', '', [
      {
        reason: 'FieldValueNotSupported',
        message: `Unsupported value: ${JSON.stringify(dryRun)}: supported values: "All"`,
        field: 'dryRun',
      },
    ])
  const agent = (request.headers['user-agent'] ?? 'unknown').split('/')[0] ?? 'unknown'
  const { subresource } = path
  const fieldValidation = query.get('fieldValidation')
  return {
    manager: query.get('fieldManager') ?? agent,
    version: path.version,
    dryRun: dryRun.length > 0,
    warnings: [],
    ...(subresource === 'status' || subresource === 'scale' ? { subresource } : {}),
    ...(fieldValidation === null ? {} : { fieldValidation }),
  }
}

function reply({ path }: Exchange, entry: Entry, code: number, options?: WriteOptions): Reply {
  const json =
    path.subresource === 'scale' ? JSON.stringify(scaleOf(entry.object)) : entryJson(entry, path.version)
  return { code, json, ...(options?.warnings === undefined ? {} : { warnings: options.warnings }) }
}

async function create(exchange: Exchange): Promise<Reply> {
  const { store, path, request } = exchange
  const options = writeOptions(exchange)
  const body = await readObject(request)
  const namespace = path.namespace ?? textAt(body, 'metadata', 'namespace') ?? 'default'
  return reply(exchange, createObject(store, path.kind, namespace, body, options), 201, options)
}

async function replace(exchange: Exchange, name: string): Promise<Reply> {
  const { store, path, request } = exchange
  const { kind, namespace = '', subresource } = path
  const options = writeOptions(exchange)
  const body = await readObject(request)
  const change = (current: KubeObject): JsonObject => {
    if (subresource === 'scale') return withScale(kind, current, body)
    if (kind.custom && (textAt(body, 'metadata', 'resourceVersion') ?? '') === '')
      throw invalid(kind.group, kind.plural, name, [
        {
          reason: 'FieldValueInvalid',
          message: 'Invalid value: 0: must be specified for an update',
          field: 'metadata.resourceVersion',
        },
      ])
    return body
  }
  return reply(exchange, updateObject(store, kind, namespace, name, change, options), 200, options)
}

type Patcher = (object: JsonObject, patch: unknown) => unknown

function patcher({ path, request }: Exchange): Patcher {
  const patchers: Record<string, Patcher> = {
    'application/json-patch+json': applyJsonPatch,
    'application/merge-patch+json': applyMergePatch,
    ...(path.kind.custom ? {} : { 'application/strategic-merge-patch+json': applyStrategicPatch }),
  }
  const apply = patchers[mediaType(request)]
  if (apply === undefined) throw unsupportedMediaType(Object.keys(patchers))
  return apply
}

async function patch(exchange: Exchange, name: string): Promise<Reply> {
  const { store, path, request } = exchange
  const { kind, namespace = '', subresource } = path
  const options = writeOptions(exchange)
  const apply = patcher(exchange)
  const text = await readBody(request)
  if (store.get(kind, namespace, name) === undefined) throw notFound(kind, name)
  const body = parseJson(text, 'error decoding patch')
  const change = (current: KubeObject): unknown =>
    subresource === 'scale' ? withScale(kind, current, apply(scaleOf(current), body)) : apply(current, body)
  return reply(exchange, updateObject(store, kind, namespace, name, change, options), 200, options)
}

async function remove(exchange: Exchange, name: string): Promise<Reply> {
  const { store, path, request } = exchange
  const { kind, namespace = '' } = path
  const { dryRun } = writeOptions(exchange)
  const text = await readBody(request)
  const deleteOptions = text === '' ? {} : parseJson(text, 'error decoding DeleteOptions')
  if (!isObject(deleteOptions)) throw badRequest('DeleteOptions must be an object')
  if ((deleteOptions['propagationPolicy'] ?? exchange.query.get('propagationPolicy')) === 'Orphan')
    throw notImplemented('deletion with propagationPolicy Orphan')
  const preconditions = {
    uid: textAt(deleteOptions, 'preconditions', 'uid'),
    resourceVersion: textAt(deleteOptions, 'preconditions', 'resourceVersion'),
  }
  const asked = dryRun === true || Array.isArray(deleteOptions['dryRun'])
  const entry = deleteObject(store, kind, namespace, name, preconditions, asked)
  if (kind === podKind || kind === namespaceKind) return reply(exchange, entry, 200)
  const details = { name, ...(kind.group === '' ? {} : { group: kind.group }), kind: kind.plural }
  const status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success' }
  return {
    code: 200,
    json: JSON.stringify({ ...status, details: { ...details, uid: entry.object.metadata.uid } }),
  }
}

function read(exchange: Exchange): Reply | undefined {
  const { store, path, query, response, timings } = exchange
  if (path.name !== undefined) {
    const entry = store.get(path.kind, path.namespace ?? '', path.name)
    if (entry === undefined) throw notFound(path.kind, path.name)
    return reply(exchange, entry, 200)
  }
  if (['true', '1'].includes(query.get('watch') ?? '')) {
    serveWatch(store, path, query, response, timings)
    return undefined
  }
  return { code: 200, json: listJson(path, listPage(store, path, query)) }
}

/** Answers one request for a resource; undefined when the answer is a stream that goes on. */
export async function handleResource(exchange: Exchange): Promise<Reply | undefined> {
  const { kind, name, subresource } = exchange.path
  if (
    subresource === 'status'
      ? !kind.hasStatus
      : subresource !== undefined && !(subresource === 'scale' && kind.hasScale)
  )
    throw subresource === undefined ? methodNotAllowed() : noSuchResource()
  switch (exchange.request.method) {
    case 'GET':
      return read(exchange)
    case 'POST':
      if (name !== undefined) throw methodNotAllowed()
      return create(exchange)
    case 'PUT':
      if (name === undefined) throw methodNotAllowed()
      return replace(exchange, name)
    case 'PATCH':
      if (name === undefined) throw methodNotAllowed()
      return patch(exchange, name)
    case 'DELETE':
      if (name === undefined) throw notImplemented('deletion of whole collections')
      if (subresource !== undefined) throw methodNotAllowed()
      return remove(exchange, name)
    default:
      throw methodNotAllowed()
  }
}
