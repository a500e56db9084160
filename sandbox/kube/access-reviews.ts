import type { IncomingMessage } from 'node:http'
import type { Reply } from './handle-resource'
import { listAt, objectAt, textAt } from './json'
import { allows, authorise, type Identity } from './rbac'
import { readObject } from './request-body'
import { badRequest, methodNotAllowed } from './status'
import type { Store } from './store'

const group = 'authorization.k8s.io'
export const accessReviews = `/apis/${group}/v1/subjectaccessreviews`

/** Answers whether somebody else may do something with a resource. Paths that are no resources are not asked about. */
export async function reviewAccess(store: Store, caller: Identity, request: IncomingMessage): Promise<Reply> {
  if (request.method !== 'POST') throw methodNotAllowed()
  authorise(store, caller, { verb: 'create', group, resource: 'subjectaccessreviews' })
  const body = await readObject(request)
  const asked = objectAt(body, 'spec', 'resourceAttributes')
  const user = textAt(body, 'spec', 'user') ?? ''
  const groups = listAt(body, 'spec', 'groups').filter((name) => typeof name === 'string')
  if (Object.keys(asked).length === 0 || (user === '' && groups.length === 0))
    throw badRequest('a SubjectAccessReview needs spec.resourceAttributes and a user or groups')
  const text = (field: string) => textAt(asked, field) ?? ''
  const [resource, subresource] = [text('resource'), text('subresource')]
  const optional = (field: 'namespace' | 'name') => (text(field) === '' ? {} : { [field]: text(field) })
  const allowed = allows(
    store,
    { user, groups },
    {
      verb: text('verb'),
      group: text('group'),
      resource: subresource === '' ? resource : `${resource}/${subresource}`,
      ...optional('namespace'),
      ...optional('name'),
    },
  )
  return { code: 201, json: JSON.stringify({ ...body, status: { allowed } }) }
}
