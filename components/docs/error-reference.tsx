import { PageHeader } from '@/components/ui/page-header'
import { CodeText } from './code-text'
import { errorGuide } from './error-guide'

/** Every error code by status, each with an anchor of its own. */
export function ErrorReference({ statuses }: { statuses: Readonly<Record<string, number>> }) {
  const entries = Object.entries(errorGuide)
    .map(([code, advice]) => ({ code, ...advice, status: statuses[code] ?? 500 }))
    .sort((a, b) => a.status - b.status)
  return (
    <>
      <PageHeader title="Errors" qualifier="what each code of the API means, and what to do" />
      <p className="mb-5 max-w-prose text-sm text-muted">
        <CodeText text="An error is `application/problem+json` (RFC 9457): `type` leads to this page, `code` never changes its meaning, `detail` says what happened this time, `requestId` leads to the log." />
      </p>
      <dl className="flex flex-col gap-3">
        {entries.map(({ code, status, what, todo }) => (
          <div
            key={code}
            id={code}
            className="scroll-mt-4 rounded-lg border border-line bg-panel p-4 target:border-focus"
          >
            <dt className="flex flex-wrap items-baseline gap-x-3">
              <a href={`#${code}`} className="font-mono text-base font-semibold hover:underline">
                {code}
              </a>
              <span className="text-sm text-muted">status {status}</span>
            </dt>
            <dd className="mt-1.5 max-w-prose text-sm">
              <CodeText text={what} />
            </dd>
            <dd className="mt-1 max-w-prose text-sm">
              <span className="text-muted">To do: </span>
              <CodeText text={todo} />
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
}
