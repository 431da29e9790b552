/** Where a matter is: the district, and its street as the beginning of the place that is written. */
import type { District } from '@/api/knowledge'

/** The street of this district with which the place begins, '' for none. */
export function streetIn(district: District | undefined, place: string): string {
  const streets = (district?.streets ?? []).map((one) => one.name).filter((name) => place.startsWith(name))
  return streets.sort((one, other) => other.length - one.length)[0] ?? ''
}

/** The place with another street before it, or with none. */
export function withStreet(place: string, before: string, street: string): string {
  return street + place.slice(before.length)
}
