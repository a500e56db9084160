'use client'
import { formatBand } from '@/components/ui/format-number'
import type { GraphEdgeDto } from '@/lib/contracts/topology'
import { formatAverage } from '../edges/figure-lines'
import { formatBytes } from '../edges/format-bytes'
import type { Figures } from '../figures/use-edge-figures'
import { Fact, Section } from './section'

/** Response times and throughput of one edge, or why there are none. */
export function EdgeFigureFacts({ edge, figures }: { edge: GraphEdgeDto; figures: Figures }) {
  const figure = figures.byId.get(edge.id)
  const latency = figure?.latency ?? edge.latency
  const { average, requestBytesRate, responseBytesRate } = figure ?? {}
  const bytes = requestBytesRate ?? responseBytesRate ?? edge.bytesRate
  const missing = missingWords(edge.id, figures)
  return (
    <>
      {edge.protocol !== 'tcp' && (
        <Section title="Response time" aside="bounds of the histogram bucket">
          {latency === undefined && average === undefined ? (
            <p className="text-sm text-muted">{missing}</p>
          ) : (
            <dl>
              {average !== undefined && <Fact name="average">{formatAverage(average)}</Fact>}
              {latency !== undefined && (
                <>
                  <Fact name="p50">{formatBand(latency.p50)}</Fact>
                  <Fact name="p95">{formatBand(latency.p95)}</Fact>
                  <Fact name="p99">{formatBand(latency.p99)}</Fact>
                </>
              )}
            </dl>
          )}
        </Section>
      )}
      {bytes !== undefined && (
        <Section title="Throughput">
          <dl>
            {requestBytesRate !== undefined && (
              <Fact name={edge.protocol === 'tcp' ? 'the caller sends' : 'requests'}>
                {formatBytes(requestBytesRate)}/s
              </Fact>
            )}
            {responseBytesRate !== undefined && (
              <Fact name={edge.protocol === 'tcp' ? 'the callee answers' : 'responses'}>
                {formatBytes(responseBytesRate)}/s
              </Fact>
            )}
            {requestBytesRate === undefined && responseBytesRate === undefined && (
              <Fact name="both ways">{formatBytes(bytes)}/s</Fact>
            )}
          </dl>
        </Section>
      )}
    </>
  )
}

function missingWords(id: string, { dropped, error }: Figures): string {
  if (dropped.has(id)) return 'Not measured: too many edges are looked at right now.'
  if (error !== null) return `It can’t be read: ${error.message}`
  return 'Not measured for this edge in this window.'
}
