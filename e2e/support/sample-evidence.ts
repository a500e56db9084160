import type { Judgement } from '../../lib/domain/judgement/check'
import { newJudge } from '../../lib/domain/judgement/judge'
import type { JudgementRecord, MeasurementRecord } from '../../lib/domain/ports'
import type { CallRecord } from '../../lib/domain/release/call'

const at = '2026-11-20T10:00:00.000Z'
const judgement: Judgement = {
  verdict: { state: 'inconclusive', words: 'Too few requests.' },
  checks: [
    {
      name: 'Success rate',
      kind: 'success-rate',
      state: 'inconclusive',
      evidence: '3 of 40 requests failed.',
      requestsSeen: 40,
      worse: 0.5,
      ratio: { low: 0.1, high: null },
    },
  ],
}

/** What the judge knows of the first attempt after its first measurement. */
export function sampleJudgement(record: Partial<JudgementRecord> & { release: string }): JudgementRecord {
  return { attempt: 1, seq: 1, measuredTo: at, state: { ...newJudge(), stage: 's-1' }, judgement, ...record }
}

/** The first measurement of the first attempt. */
export function sampleMeasurement(
  record: Partial<MeasurementRecord> & { release: string },
): MeasurementRecord {
  const interval = { from: '2026-11-20T09:59:45.000Z', to: at, source: 'live', complete: true }
  return { attempt: 1, seq: 1, step: 0, at, interval, judgement, ...record }
}

/** A call about a release of `prod/shop/cart` that is due. */
export function sampleCall(call: Partial<CallRecord> & { id: string }): CallRecord {
  return {
    target: 'chat',
    event: 'holding',
    release: 'r-1',
    service: { cluster: 'prod', namespace: 'shop', name: 'cart' },
    body: '{"text":"cart holds"}',
    state: 'waiting',
    attempts: [],
    nextAt: at,
    createdAt: at,
    ...call,
  }
}
