'use client'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { PageHeader } from '@/components/ui/page-header'
import { Tabs, TabsContent, TabsList, TabsTrigger } from '@/components/ui/tabs'
import type { IdentityMode } from '@/lib/domain/kubernetes/identity'
import { About } from './about'
import { Connections } from './connections'
import { PoliciesPanel } from './policies/policies-panel'
import { ReleaseRules } from './release-rules'
import { SessionPanel } from './sessions/session-panel'
import { TokenPanel } from './token-panel'
import { WhoAmI } from './who-am-i'

const tabs = [
  { value: 'connections', label: 'Connections' },
  { value: 'me', label: 'Who I am' },
  { value: 'sessions', label: 'Sessions' },
  { value: 'tokens', label: 'API tokens' },
  { value: 'policies', label: 'Access policy' },
  { value: 'rules', label: 'Release rules' },
  { value: 'about', label: 'About' },
] as const

interface SettingsTabsProps {
  version: string
  identity: IdentityMode
  idleMinutes: number
}

/** The settings, one tab at a time; the address names it. */
export function SettingsTabs({ version, identity, idleMinutes }: SettingsTabsProps) {
  const router = useRouter()
  const pathname = usePathname()
  const wanted = useSearchParams().get('tab')
  const tab = tabs.find(({ value }) => value === wanted)?.value ?? 'connections'
  return (
    <>
      <PageHeader title="Settings" />
      <Tabs
        value={tab}
        activationMode="manual"
        onValueChange={(value) => router.push(`${pathname}?tab=${value}`, { scroll: false })}
      >
        <TabsList aria-label="Settings">
          {tabs.map(({ value, label }) => (
            <TabsTrigger key={value} value={value}>
              {label}
            </TabsTrigger>
          ))}
        </TabsList>
        <TabsContent value="connections">
          <Connections identity={identity} />
        </TabsContent>
        <TabsContent value="me">
          <WhoAmI idleMinutes={idleMinutes} />
        </TabsContent>
        <TabsContent value="sessions">
          <SessionPanel />
        </TabsContent>
        <TabsContent value="tokens">
          <TokenPanel />
        </TabsContent>
        <TabsContent value="policies">
          <PoliciesPanel />
        </TabsContent>
        <TabsContent value="rules">
          <ReleaseRules />
        </TabsContent>
        <TabsContent value="about">
          <About version={version} />
        </TabsContent>
      </Tabs>
    </>
  )
}
