'use client'
import { useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'next/navigation'
import { useMemo, useState } from 'react'
import { useSettled } from '@/components/traffic/split-bar/use-settled'
import { serviceQuery } from '@/lib/queries/services'
import {
  bodyOf,
  formOf,
  searchOf,
  serviceOf,
  suggestedVersions,
  versionChoices,
  type NewReleaseForm,
} from './new-release-form'
import { releasePreviewQuery } from './preview-query'

/** Milliseconds of rest before a plan is previewed. */
const REST_MS = 300
const nowhere = { cluster: '', namespace: '', name: '' }

/** The wizard: its fields, which the address holds too, the versions to choose from, and the preview. */
export function useNewRelease() {
  const search = useSearchParams()
  const [form, setForm] = useState(() => formOf(new URLSearchParams(search)))
  const [reason, setReason] = useState('')
  const service = useMemo(() => serviceOf(form.service), [form.service])
  const detail = useQuery({ ...serviceQuery(service ?? nowhere), enabled: service !== null })
  const choices = detail.data === undefined ? [] : versionChoices(detail.data)
  const suggested = suggestedVersions(choices, form.from)
  const filled = { ...form, from: form.from || suggested.from, to: form.to || suggested.to }
  const body = bodyOf(filled, '')
  const settled = useSettled(body, REST_MS)
  const preview = useQuery(releasePreviewQuery(settled))
  return {
    form: filled,
    change: (change: Partial<NewReleaseForm>) => {
      const versions = change.service === undefined ? {} : { from: '', to: '' }
      const next = { ...form, ...versions, ...change }
      setForm(next)
      // Not through the router: the address follows each key without a request.
      window.history.replaceState(null, '', `?${searchOf(next)}`)
    },
    reason,
    setReason,
    service,
    detail,
    choices,
    body,
    /** With the reason, as it is sent. */
    complete: bodyOf(filled, reason),
    preview,
  }
}

export type NewReleaseState = ReturnType<typeof useNewRelease>
