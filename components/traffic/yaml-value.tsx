'use client'
import { stringify } from 'yaml'

/** A list or an object of a patch, as people write it in manifests. */
export function YamlValue({ value }: { value: object }) {
  return (
    <ins className="mt-0.5 block pl-4 whitespace-pre-wrap text-ok no-underline">
      {stringify(value, { lineWidth: 0 }).trimEnd()}
    </ins>
  )
}
