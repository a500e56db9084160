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
import { apiProblems } from './api-problems'
import { ownPlanYaml } from './own-plan'
import { planBodyOf, planProblems } from './plan-body'
import type { Strategy } from './preset-words'
import { releasePreviewQuery } from './preview-query'

/** Milliseconds of rest before a plan is previewed. */
const REST_MS = 300
const nowhere = { cluster: '', namespace: '', name: '' }

/** The wizard: its fields, which the address holds too, the versions to choose from, and the preview. */
export function useNewRelease() {
  const search = useSearchParams()
  const [form, setForm] = useState(() => formOf(new URLSearchParams(search)))
  const [reason, setReason] = useState(() => search.get('reason') ?? '')
  /** Whether anything was typed or chosen here: an untouched form accuses nobody. */
  const [touched, setTouched] = useState(false)
  const service = useMemo(() => serviceOf(form.service), [form.service])
  const detail = useQuery({ ...serviceQuery(service ?? nowhere), enabled: service !== null })
  const choices = detail.data === undefined ? [] : versionChoices(detail.data)
  const suggested = suggestedVersions(choices, form.from)
  const filled = { ...form, from: form.from || suggested.from, to: form.to || suggested.to }
  const body = bodyOf(filled, '')
  const settled = useSettled(body, REST_MS)
  const preview = useQuery(releasePreviewQuery(settled))
  const update = (next: NewReleaseForm, note = reason) => {
    setForm(next)
    setTouched(true)
    // Not through the router: the address follows each key without a request.
    window.history.replaceState(null, '', `?${searchOf(next, note)}`)
  }
  const change = (part: Partial<NewReleaseForm>) => {
    const versions = part.service === undefined ? {} : { from: '', to: '' }
    update({ ...form, ...versions, ...part })
  }
  return {
    form: filled,
    change,
    /** Another strategy; own steps begin as what the plan was until then. */
    choose: (strategy: Strategy) => {
      const fresh = preview.data !== undefined && form.plan.trim() === '' && !preview.isPlaceholderData
      const plan = strategy === 'own' && fresh ? { plan: ownPlanYaml(preview.data.plan) } : {}
      update({ ...form, strategy, ...plan })
    },
    reason,
    setReason: (note: string) => {
      setReason(note)
      update(form, note)
    },
    touched,
    service,
    detail,
    choices,
    /** What is wrong, by field: what can be seen here, then what the API said. */
    problems: { ...apiProblems(preview.error), ...planProblems(filled) },
    body,
    /** The plan alone; null while something in it is missing or wrong. */
    plan: planBodyOf(filled),
    /** With the reason, as it is sent. */
    complete: bodyOf(filled, reason),
    preview,
  }
}

export type NewReleaseState = ReturnType<typeof useNewRelease>
