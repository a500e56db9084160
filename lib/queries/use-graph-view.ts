'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useContext, useEffect, useEffectEvent } from 'react'
import { viewKey } from './live-views'
import { LiveViewsContext } from './live-views-context'
import { topologyQuery } from './topology'
import type { TopologyFilters } from './topology-filters'

/**
 * Has the event stream keep the graph of `topologyQuery(filters)` up to date while the page shows it. Beside that query,
 * in the same component: it begins once the graph has been read, and polling ends where the stream has room.
 */
export function useGraphView(filters: TopologyFilters): void {
  const show = useContext(LiveViewsContext)
  const client = useQueryClient()
  const key = viewKey(filters)
  const isRead = client.getQueryData(topologyQuery(filters).queryKey) !== undefined
  const begin = useEffectEvent(() => show(filters))
  useEffect(() => (isRead ? begin() : undefined), [key, isRead, show])
}
