import { computed, onBeforeUnmount, onMounted } from 'vue'
import { REFRESH_MS, useRefreshing } from '@/live/refreshing'
import { useLive } from '@/stores/live'
import { useQuality } from '@/stores/quality'
import { counted } from '@/stores/requests'
import { useSession } from '@/stores/session'

/** How many inspections wait for this person: known at once where the live line tells of it. */
export function useInspections() {
  const session = useSession()
  const quality = useQuality()
  const load = () => (session.answers ? quality.loadCount() : Promise.resolve())
  let unhear: () => void = () => undefined
  useRefreshing(load, { every: 4 * REFRESH_MS })
  onMounted(() => (unhear = useLive().onMessage((message) => message.type === 'quality' && void load())))
  onBeforeUnmount(() => unhear())
  return computed(() => counted(quality.count.to_inspect + quality.count.appeals + quality.count.fresh))
}
