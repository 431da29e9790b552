/** The city's map as it is drawn. The rule: who has too few cases to compare is hatched and in no step; the table beside it says all. */
import type { CityMap, Definition, Figure, ReportRow, Section } from '@/api/reports'
import { valueText } from './telling'

export type { CityMap }
/** From little to much, as on paper (hotline/reports/writers/map_drawing.py); the last two bear light letters. */
export const STEPS = ['#dbe9f6', '#a9cbe8', '#6ea6d6', '#3b7fbd', '#1d5a96']
const LIGHT_FROM = 3

export type Standing = 'step' | 'few' | 'none'
/** A district with its figure. `step`: null where it is not compared; `share`: "81/90" where it is divided. */
export interface Shown {
  place: CityMap['districts'][number]
  row: ReportRow | null
  figure: Figure | null
  standing: Standing
  step: number | null
  light: boolean
  value: string
}

function stepOf(value: number, low: number, high: number): number {
  if (high <= low) return Math.floor(STEPS.length / 2)
  return Math.min(STEPS.length - 1, Math.floor(((value - low) / (high - low)) * STEPS.length))
}

/** Every district of the map, in its order. */
export function shownOn(map: CityMap, section: Section, of: Definition): Shown[] {
  const rows = new Map(section.rows.map((row) => [row.key, row]))
  const found = map.districts.map((place) => {
    const row = rows.get(place.code) ?? null
    return { place, row, figure: row?.figures.find((one) => one.code === of.code) ?? null }
  })
  const compared = found.flatMap(({ figure }) => (figure !== null && figure.value !== null && !figure.few ? [figure.value] : []))
  const [low, high] = [Math.min(...compared), Math.max(...compared)]
  return found.map(({ place, row, figure }) => {
    const standing: Standing = figure === null ? 'none' : figure.few || figure.value === null ? 'few' : 'step'
    const step = standing === 'step' ? stepOf(figure?.value ?? 0, low, high) : null
    return { place, row, figure, standing, step, light: step !== null && step >= LIGHT_FROM, value: figure === null ? '' : valueText(figure, of) }
  })
}

/** What the steps go from and to; null where nothing is compared. */
export function rangeOf(shown: Shown[], of: Definition): { low: string; high: string } | null {
  const values = shown.flatMap((one) => (one.standing === 'step' && typeof one.figure?.value === 'number' ? [one.figure.value] : []))
  if (values.length === 0) return null
  return { low: valueText({ value: Math.min(...values) }, of), high: valueText({ value: Math.max(...values) }, of) }
}
