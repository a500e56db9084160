export function auditVerdict(
  stdout: string,
  stderr: string,
): { state: 'passed' | 'failed' | 'unknown'; words: string }
