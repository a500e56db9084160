'use client'
import { ErrorState } from '@/components/ui/error-state'

export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string }
  reset: () => void
}) {
  return (
    <div className="mx-auto max-w-2xl px-4 py-24">
      <ErrorState
        title="This page could not be shown"
        meaning="Traffic is not touched by this: releases go on on the server, and moves that were sent stand."
        todo={`Try again, or reload.${error.digest === undefined ? '' : ` Give ${error.digest} to whoever runs Aviary if it stays.`}`}
        error={error}
        onRetry={reset}
      />
    </div>
  )
}
