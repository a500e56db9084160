export interface FailedTest {
  name: string
  /** The first line of the error. */
  error: string
}
export function failedVitest(
  report: {
    testResults?: {
      name: string
      status: string
      message?: string
      assertionResults: {
        ancestorTitles: string[]
        title: string
        status: string
        failureMessages: string[]
      }[]
    }[]
  },
  root: string,
): FailedTest[]
interface Suite {
  title: string
  file: string
  specs?: {
    title: string
    file: string
    line: number
    tests: { status: string; results: { errors?: { message?: string }[] }[] }[]
  }[]
  suites?: Suite[]
}
export function failedPlaywright(report: { suites?: Suite[]; errors?: { message?: string }[] }): FailedTest[]
