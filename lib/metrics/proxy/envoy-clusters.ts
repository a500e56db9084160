/** What the name of an Envoy cluster says of the place that its requests go to. */
export interface EnvoyPlace {
  by: 'envoy-gateway' | 'contour' | 'kgateway' | 'gloo' | 'istio' | 'consul'
  /** The Service; absent where the name holds only the route. */
  service?: { namespace: string; name: string; port?: string; subset?: string }
  /** The rule of a route that the cluster is of. */
  rule?: { kind: string; namespace: string; name: string; index: number }
  /** Every backend of the rule is in this one cluster: their shares cannot be told. */
  together?: true
}

interface Naming {
  pattern: RegExp
  place: (groups: Readonly<Record<string, string | undefined>>) => EnvoyPlace
}

const label = '[a-z0-9](?:[-a-z0-9]*[a-z0-9])?'
/** One part of a name of Consul's, which ends at a dot; with `internal-v1` there is a partition before the datacenter. */
const segment = '[^.~]+'

/**
 * How each implementation names its clusters, as `envoy_cluster_name` has them; the first that fits says. Colons in
 * names become underscores there (Envoy, "Cluster manager statistics").
 *
 * | implementation | name | source |
 * | --- | --- | --- |
 * | Envoy Gateway | `<kind>/<ns>/<route>/rule/<i>` for all backends of a rule, `…/backend/<j>` once one has filters | envoyproxy/gateway#7008, #6742 |
 * | Istio | `outbound\|<port>\|<subset>\|<host>` | istio.io, "Envoy Statistics" |
 * | Consul | `<subset>.<service>.<ns>.<dc>.internal.<trust domain>.consul` | hashicorp/consul, envoy bootstrap's stats tags |
 * | kgateway | `kube_<ns>_<service>_<port>` | kgateway.dev, "Gateway proxy metrics" |
 * | Gloo | `<upstream>_<its ns>_<ns>_<service>_<port>`, else `<upstream>_<its ns>` | solo-io/gloo, UpstreamToClusterName |
 * | Contour | `<ns>_<service>_<port>`; the cluster itself is `<ns>/<service>/<port>/<hash>` | projectcontour/contour, AltStatName |
 */
const namings: readonly Naming[] = [
  {
    pattern: new RegExp(
      `^(?<kind>(?:http|grpc|tls|tcp|udp)route)/(?<ns>${label})/(?<name>[^/]+)/rule/(?<index>-?\\d+)(?:/backend/(?<backend>\\d+))?$`,
    ),
    place: ({ kind = '', ns = '', name = '', index, backend }) => ({
      by: 'envoy-gateway',
      rule: { kind, namespace: ns, name, index: Number(index) },
      ...(backend === undefined ? { together: true } : {}),
    }),
  },
  {
    pattern:
      /^(?:outbound|inbound)\|(?<port>\d+)\|(?<subset>[^|]*)\|(?<name>[^.|;]*)(?:\.(?<ns>[^.;]+)\.svc[^;]*)?[^;]*;?$/,
    place: ({ port, subset, name = '', ns }) => ({
      by: 'istio',
      ...(ns === undefined || name === ''
        ? {}
        : {
            service: {
              namespace: ns,
              name,
              ...(port === undefined ? {} : { port }),
              ...(subset === undefined || subset === '' ? {} : { subset }),
            },
          }),
    }),
  },
  {
    pattern: new RegExp(
      `^(?:passthrough~)?(?:${segment}~)?(?:(?<subset>${segment})\\.)?(?<name>${segment})\\.(?<ns>${segment})\\.(?:${segment}\\.(?:internal|external)|${segment}\\.${segment}\\.internal-v1)\\.${segment}\\.consul$`,
    ),
    place: ({ subset, name = '', ns = '' }) => ({
      by: 'consul',
      service: { namespace: ns, name, ...(subset === undefined ? {} : { subset }) },
    }),
  },
  {
    pattern: new RegExp(`^kube_(?<ns>${label})_(?<name>${label})_(?<port>\\d+)$`),
    place: kubernetesService('kgateway'),
  },
  {
    pattern: new RegExp(`^.+_${label}_(?<ns>${label})_(?<name>${label})_(?<port>\\d+)$`),
    place: kubernetesService('gloo'),
  },
  {
    pattern: new RegExp(`^(?<ns>${label})_(?<name>${label})_(?<port>\\d+)$`),
    place: kubernetesService('contour'),
  },
  {
    pattern: new RegExp(`^(?<ns>${label})/(?<name>${label})/(?<port>\\d+)/[0-9a-f]{10}$`),
    place: kubernetesService('contour'),
  },
  // An Upstream's name joins namespace, Service and port with dashes, which the names may hold too.
  { pattern: new RegExp(`^${label}_${label}$`), place: () => ({ by: 'gloo' }) },
]

function kubernetesService(by: EnvoyPlace['by']): Naming['place'] {
  return ({ ns = '', name = '', port }) => ({
    by,
    service: { namespace: ns, name, ...(port === undefined ? {} : { port }) },
  })
}

/** Reads the name of a cluster; undefined for names that nothing known gives. */
export function readEnvoyCluster(name: string): EnvoyPlace | undefined {
  for (const { pattern, place } of namings) {
    const groups = pattern.exec(name)
    if (groups !== null) return place(groups.groups ?? {})
  }
  return undefined
}
