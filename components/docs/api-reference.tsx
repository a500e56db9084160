import Link from 'next/link'
import { CopyButton } from '@/components/ui/copy-button'
import { PageHeader } from '@/components/ui/page-header'
import type { ApiGroup, ApiOperation } from './api-view'
import { CodeText } from './code-text'

/** The API as a page to read: groups on the left, operations folded until asked for. */
export function ApiReference({ groups }: { groups: readonly ApiGroup[] }) {
  return (
    <>
      <PageHeader
        title="API"
        qualifier="what this console does, your pipeline can do"
        actions={
          <>
            <a href="/api/v1/openapi.json" className="text-sm underline underline-offset-2">
              openapi.json
            </a>
            <Link href="/docs/errors" className="text-sm underline underline-offset-2">
              errors
            </Link>
          </>
        }
      />
      <p className="mb-5 max-w-prose text-sm text-muted">
        <CodeText text="Send an API token as `Authorization: Bearer`; make one in Settings. Lists answer `{items, next}`: send `next` back as `cursor` for the following page. An `Idempotency-Key` makes it safe to send a change again." />
      </p>
      <div className="grid items-start gap-6 lg:grid-cols-[9rem_minmax(0,1fr)]">
        <nav
          aria-label="Groups"
          className="top-5 flex flex-wrap gap-x-4 gap-y-1 text-sm lg:sticky lg:flex-col"
        >
          {groups.map(({ name, operations }) => (
            <a key={name} href={`#${name}`} className="text-muted hover:text-text hover:underline">
              {name} <span className="text-xs">{operations.length}</span>
            </a>
          ))}
        </nav>
        <div className="flex min-w-0 flex-col gap-7">
          {groups.map(({ name, operations }) => (
            <section key={name} id={name} aria-labelledby={`${name}-title`} className="scroll-mt-4">
              <h2 id={`${name}-title`} className="mb-2 text-lg font-semibold">
                {name}
              </h2>
              <div className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-panel">
                {operations.map((operation) => (
                  <Operation key={operation.id} operation={operation} />
                ))}
              </div>
            </section>
          ))}
        </div>
      </div>
    </>
  )
}

function Operation({ operation }: { operation: ApiOperation }) {
  const { id, method, path, summary, needs, parameters, request, response, curl } = operation
  return (
    <details id={id} className="group scroll-mt-4">
      <summary className="grid cursor-pointer grid-cols-[3.5rem_minmax(0,1fr)] items-baseline gap-x-3 px-4 py-2.5 hover:bg-stable-soft">
        <span className="font-mono text-xs font-semibold">{method}</span>
        <span className="min-w-0">
          <code className="font-mono text-xs break-all">{path}</code>
          <span className="block text-sm text-muted">{summary}</span>
        </span>
      </summary>
      <div className="flex flex-col gap-3 px-4 pt-1 pb-4 sm:pl-[5.25rem]">
        <p className="text-sm">
          <span className="text-muted">Needs </span>
          {needs}
        </p>
        {parameters.length > 0 && (
          <div>
            <h3 className="mb-1 text-xs text-muted">Parameters</h3>
            <ul className="flex flex-col gap-1 text-sm">
              {parameters.map(({ name, where, required, type }) => (
                <li key={`${where} ${name}`} className="break-words">
                  <code className="font-mono text-xs">{name}</code>{' '}
                  <span className="text-muted">
                    in {where}
                    {required ? ', required' : ''}: {type}
                  </span>
                </li>
              ))}
            </ul>
          </div>
        )}
        {request !== undefined && <Code title="Body" text={request} />}
        {response !== undefined && <Code title="Answer" text={response} />}
        <Code title="In a shell" text={curl} copy={`Copy the call of ${method} ${path}`} />
      </div>
    </details>
  )
}

function Code({ title, text, copy }: { title: string; text: string; copy?: string }) {
  return (
    <div className="relative">
      <h3 className="mb-1 text-xs text-muted">{title}</h3>
      <pre
        tabIndex={0}
        aria-label={title}
        className="max-h-96 overflow-auto rounded-md bg-bg p-3 pr-12 font-mono text-xs leading-5"
      >
        {text}
      </pre>
      {copy !== undefined && (
        <span className="absolute top-6 right-1.5">
          <CopyButton text={text} label={copy} />
        </span>
      )}
    </div>
  )
}
