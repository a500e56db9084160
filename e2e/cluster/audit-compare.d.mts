export interface AuditEvent {
  auditID: string
  stage: string
  verb: string
  requestURI: string
  user?: { username: string; groups?: string[] }
  impersonatedUser?: { username: string; groups?: string[]; extra?: Record<string, string[]> }
  objectRef?: {
    apiGroup?: string
    apiVersion?: string
    resource?: string
    subresource?: string
    namespace?: string
    name?: string
  }
  responseStatus?: { code?: number }
  requestObject?: unknown
  responseObject?: { metadata?: { name?: string } }
}

export interface RecordedOperation {
  id: string
  outcome: string
  writes: {
    object: { apiVersion: string; kind: string; namespace?: string; name: string }
    auditId: string
    result: string
  }[]
}

export function compareWrites(input: {
  events: AuditEvent[]
  user: string
  operations: RecordedOperation[]
}): { problems: string[] }
