/** A drawing as ECharts wants it. The rule: what is drawn is decided by the server; here is only how it looks. */
import type { EChartsCoreOption } from 'echarts/core'
import type { Plot, Section, Tone } from '@/api/reports'
import { counted, percent, withUnit } from './telling'

/** By meaning, as in files (hotline/reports/writers/colours.py); 3 to 1 or more against paper. */
export const COLOURS: Record<Tone, string> = { main: '#1f5fa6', good: '#2e8b57', warn: '#b8720f', bad: '#b3261e', quiet: '#76828f' }
const INK = '#1c2733'
const INK_2 = '#4f5d6b'
const LINE = '#cfd7df'
const ROW_PX = 24
/** In signs as wide as a Chinese one; a letter is about half as wide. */
const LONGEST_NAME = 11
const LETTER = 0.55
/** From this share on the scale ends at 100%. */
const HALF = 0.5
const FONT = "'PingFang SC', 'Microsoft YaHei', 'WenQuanYi Micro Hei', sans-serif"

const isShare = (plot: Plot) => plot.part === 'value' && plot.unit === '%'
const told = (plot: Plot, value: number | null | undefined) => (value === null || value === undefined ? '—' : isShare(plot) ? percent(value) : withUnit(counted(value), plot.unit))

/** How high the drawing is, in pixels. */
export function heightOf(plot: Plot): number {
  if (plot.shape !== 'bars') return 230
  return plot.keys.length * ROW_PX + (plot.series.length > 1 ? 64 : 40)
}

export interface Drawn {
  names: string[]
  series: { name: string; values: (number | null)[] }[]
}

/** The rows and numbers that are drawn. */
export function drawnOf(section: Section, plot: Plot): Drawn {
  const rows = new Map(section.rows.map((row) => [row.key, row]))
  const of = (key: string, code: string) => rows.get(key)?.figures.find((one) => one.code === code)?.[plot.part] ?? null
  return {
    names: plot.keys.map((key) => rows.get(key)?.name ?? key),
    series: plot.series.map((one) => ({ name: one.name, values: plot.keys.map((key) => of(key, one.figure)) })),
  }
}

/** In one sentence, for those who do not see it: the table below says all. `marks`: of the reader's language. */
export function spoken(section: Section, plot: Plot, marks = { colon: '：', stop: '。' }): string {
  const { names, series } = drawnOf(section, plot)
  const first = series[0]?.values ?? []
  const most = first.reduce<number>((best, value, at) => ((value ?? -1) > (first[best] ?? -1) ? at : best), 0)
  return names.length === 0 ? plot.title : `${section.title}${marks.colon}${plot.title}${marks.stop}${names[most] ?? ''} ${told(plot, first[most])}`
}

/** The whole option. */
export function optionOf(section: Section, plot: Plot): EChartsCoreOption {
  const { names, series } = drawnOf(section, plot)
  const lying = plot.shape === 'bars'
  const several = series.length > 1
  const most = Math.max(0, ...series.flatMap((one) => one.values.map((value) => value ?? 0)))
  const values = {
    type: 'value',
    min: 0,
    max: isShare(plot) && most >= HALF ? 1 : undefined,
    minInterval: isShare(plot) ? undefined : 1,
    axisLabel: { color: INK_2, formatter: (value: number) => (isShare(plot) ? `${Number((value * 100).toFixed(1))}%` : counted(value)) },
    splitLine: { lineStyle: { color: LINE } },
  }
  const rows = {
    type: 'category',
    data: names,
    inverse: lying,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: LINE } },
    axisLabel: { color: INK, interval: lying ? 0 : undefined, formatter: (name: string) => shortened(name, plot) },
  }
  return {
    animation: false,
    textStyle: { fontFamily: FONT, color: INK },
    grid: { left: 8, right: lying ? 64 : 16, top: several ? 36 : 12, bottom: 8, containLabel: true },
    legend: several ? { top: 0, left: 0, itemWidth: 14, itemHeight: 10, textStyle: { color: INK } } : undefined,
    tooltip: { trigger: 'axis', axisPointer: { type: lying || plot.shape === 'columns' ? 'shadow' : 'line' }, renderMode: 'richText', valueFormatter: (value: number | null) => told(plot, value) },
    xAxis: lying ? values : rows,
    yAxis: lying ? rows : values,
    series: series.map((one, at) => ({ ...lookOf(plot, at, series.length), cursor: leadsOn(section) ? 'pointer' : 'default', name: one.name, data: one.values })),
  }
}

/** Whether its rows stand for certain tickets. */
const leadsOn = (section: Section) => section.rows.some((row) => Object.keys(row.query).some((name) => name !== 'from' && name !== 'to'))

function shortened(name: string, plot: Plot): string {
  if (plot.shape !== 'bars') return name.replace(/^\d{4}-/, '')
  let wide = 0
  const signs = [...name]
  const room = signs.findIndex((sign) => (wide += sign < '\u2e80' ? LETTER : 1) > LONGEST_NAME)
  return room < 0 ? name : `${signs.slice(0, room - 1).join('')}…`
}

function lookOf(plot: Plot, at: number, of: number): Record<string, unknown> {
  const color = COLOURS[plot.series[at]?.tone ?? 'main']
  if (plot.shape === 'lines') {
    return { type: 'line', color, symbol: at === 0 ? 'circle' : 'rect', symbolSize: 6, lineStyle: { width: 2, type: at === 0 ? 'solid' : 'dashed' }, connectNulls: false }
  }
  const label = { show: plot.shape === 'bars' && of === 1, position: 'right', color: INK, formatter: ({ value }: { value: number }) => told(plot, value) }
  return { type: 'bar', color, stack: of > 1 ? 'all' : undefined, barMaxWidth: 18, label }
}
