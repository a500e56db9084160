export interface RbacSubject {
  kind: 'User' | 'Group'
  name: string
}

/** Binds the ClusterRole, or the Role of the namespace where its name is the binding's. */
export function roleBinding(
  namespace: string,
  name: string,
  role: string,
  subjects: readonly RbacSubject[],
): object {
  const apiGroup = 'rbac.authorization.k8s.io'
  return {
    apiVersion: `${apiGroup}/v1`,
    kind: 'RoleBinding',
    metadata: { name, namespace },
    roleRef: { apiGroup, kind: role === name ? 'Role' : 'ClusterRole', name: role },
    subjects: subjects.map((subject) => ({ apiGroup, ...subject })),
  }
}
