import type { KubeObject } from '../../domain/kube'

/** A new object as its author would write it: uid and version are the server's to give. */
export function createdBody(body: KubeObject): unknown {
  const { uid: _uid, resourceVersion: _version, ...metadata } = body.metadata
  return { ...body, metadata }
}
