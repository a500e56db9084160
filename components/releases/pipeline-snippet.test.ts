import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { CreateReleaseBody } from '@/lib/contracts/releases'
import type { NewRelease } from '@/lib/queries/use-release-verbs'
import { pipelineCurl, pipelineJson } from './pipeline-snippet'

const body: NewRelease = {
  service: { cluster: 'local', namespace: 'shop', name: 'checkout' },
  from: 'v1',
  to: 'v2',
  plan: { preset: 'linear', step: 20, bake: '5m', minRequests: 0 },
  reason: `it's "2.4.1"; $(date)`,
}

describe('pipeline snippets', () => {
  it('is a body that the API takes', () => {
    expect(CreateReleaseBody.safeParse(JSON.parse(pipelineJson(body))).success).toBe(true)
  })
  it('is a shell script that passes the body on unharmed', () => {
    const script = pipelineCurl(body, 'https://aviary.example')
    expect(() => execFileSync('sh', ['-n', '-c', script])).not.toThrow()
    const sent = /-d ('(?:.*)') \| jq/s.exec(script)?.[1] ?? ''
    const printed = execFileSync('sh', ['-c', `printf '%s' ${sent}`], { encoding: 'utf8' })
    expect(JSON.parse(printed)).toEqual(body)
  })
  it('holds no token', () => {
    expect(pipelineCurl(body, 'https://aviary.example')).toContain('Bearer $AVIARY_TOKEN')
  })
})
