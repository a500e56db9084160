import type { ClusterView, KubeObject, Writer } from '../kube'
import { stringMapOf } from '../traffic/untyped'
import type { Flag, FlagSet } from './flag'
import { parseFlags } from './parse-flags'

const serviceAnnotation = 'aviary.dev/service'

/** The services of its own namespace that a ConfigMap of flags belongs to. */
export function servicesOfFlags({ metadata }: KubeObject): string[] {
  const named = (metadata.annotations?.[serviceAnnotation] ?? '').split(',').map((name) => name.trim())
  return [...new Set(named.filter((name) => name !== ''))]
}

export interface ServiceFlags {
  flags: FlagSet
  /** Files that can't be read, in words; with any, `flags` is not the whole truth. */
  problems: string[]
  /** Names of the ConfigMaps. */
  sources: string[]
  /** Of the ConfigMap that was written last. */
  writer?: Writer
}

/** All flags of a service. Where two files define one key, the last by the names of ConfigMap and file counts. */
export function flagsOfService(view: ClusterView, namespace: string, service: string): ServiceFlags {
  const maps = view
    .list('configmaps', namespace)
    .filter((object) => servicesOfFlags(object).includes(service))
    .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
  const flags = new Map<string, Flag>()
  const problems: string[] = []
  for (const { data, metadata } of maps) {
    const files = [...stringMapOf(data)].filter(([file]) => file.endsWith('.json')).sort()
    for (const [file, text] of files) {
      const parsed = parseFlags(text)
      if ('problem' in parsed) problems.push(`${file} of ConfigMap ${metadata.name}: ${parsed.problem}`)
      else for (const [key, flag] of parsed.flags) flags.set(key, flag)
    }
  }
  const writers = maps.flatMap(({ lastWriter }) => lastWriter ?? [])
  const [writer] = writers.sort((a, b) => Date.parse(b.time) - Date.parse(a.time))
  return { flags, problems, sources: maps.map(({ metadata }) => metadata.name), ...(writer && { writer }) }
}
