import { isObject, listAt, textAt } from './json'
import { clusterRoleBindingKind, clusterRoleKind, roleBindingKind, roleKind } from './kinds'
import { forbidden } from './status'
import type { Store } from './store'

export interface Identity {
  user: string
  groups: readonly string[]
}

/** What somebody wants to do, in the words of RBAC's rules. */
export interface Attributes {
  verb: string
  group: string
  /** With its subresource: `deployments/scale`. */
  resource: string
  /** Undefined across namespaces and for what has none. */
  namespace?: string
  /** Undefined for collections, and for what is yet to be made. */
  name?: string
}

/** Whether RBAC lets somebody do something, by the cluster's roles and bindings. `system:masters` may do anything. */
export function allows(store: Store, who: Identity, asked: Attributes): boolean {
  if (who.groups.includes('system:masters')) return true
  return rolesOf(store, who, asked.namespace).some((rule) => covers(rule, asked))
}

/** Throws 403, in the API server's words, for what RBAC does not allow. */
export function authorise(store: Store, who: Identity, asked: Attributes): void {
  if (allows(store, who, asked)) return
  const { verb, group, resource, namespace, name } = asked
  const what = `${resource}${group === '' ? '' : `.${group}`}${name === undefined ? '' : ` "${name}"`}`
  const where = namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`
  throw forbidden(
    `${what} is forbidden: User "${who.user}" cannot ${verb} resource "${resource}" in API group "${group}" ${where}`,
  )
}

/** The rules of all roles that are bound to somebody: everywhere, and in the namespace. */
function rolesOf(store: Store, who: Identity, namespace: string | undefined): unknown[] {
  const everywhere = [...store.each(clusterRoleBindingKind)]
  const here = namespace === undefined ? [] : [...store.each(roleBindingKind, namespace)]
  return [...everywhere, ...here].flatMap(({ object }) => {
    if (!listAt(object, 'subjects').some((subject) => names(subject, who))) return []
    const name = textAt(object, 'roleRef', 'name') ?? ''
    const whole = textAt(object, 'roleRef', 'kind') === 'ClusterRole'
    const role = whole
      ? store.get(clusterRoleKind, '', name)
      : store.get(roleKind, object.metadata.namespace ?? '', name)
    return role === undefined ? [] : listAt(role.object, 'rules')
  })
}

function names(subject: unknown, { user, groups }: Identity): boolean {
  const name = textAt(subject, 'name') ?? ''
  switch (textAt(subject, 'kind')) {
    case 'User':
      return name === user
    case 'Group':
      return groups.includes(name)
    case 'ServiceAccount':
      return user === `system:serviceaccount:${textAt(subject, 'namespace') ?? ''}:${name}`
    default:
      return false
  }
}

function covers(rule: unknown, { verb, group, resource, name }: Attributes): boolean {
  if (!isObject(rule)) return false
  const has = (field: string, value: string) => {
    const list = listAt(rule, field)
    return list.includes('*') || list.includes(value)
  }
  const only = listAt(rule, 'resourceNames')
  return (
    has('verbs', verb) &&
    has('apiGroups', group) &&
    has('resources', resource) &&
    (only.length === 0 || (name !== undefined && only.includes(name)))
  )
}
