// What the bench reports: figures, each beside its floor where it has one, as a table for people and as JSON for programs.

import Table from 'cli-table3'

export type Unit = 'ms' | 'per second' | 'count' | 'bytes' | 'MB'

/** Percentiles of samples, or one number. */
export type Value =
  | { readonly p50: number; readonly p99: number; readonly samples: number }
  | { readonly value: number }

export interface Figure {
  readonly section: string
  readonly name: string
  readonly unit: Unit
  readonly value: Value
  /** The least it can cost, measured in the same run between the samples of the figure itself. */
  readonly floor?: { readonly name: string; readonly value: Value }
  /** How many times the floor it costs: of times and sizes the quotient, of rates its inverse. */
  readonly ratio?: { readonly p50: number; readonly p99?: number }
  readonly aim?: { readonly ratio: number } | { readonly value: number }
  readonly met?: boolean
}

/** What a section of the bench is given. */
export interface Report {
  /** Fewer samples: shows that it works, not how fast. */
  readonly quick: boolean
  /** Progress, one line at a time. */
  readonly say: (line: string) => void
  /** Ratio and `met` are worked out here. The ratio aimed at is that of the medians. */
  readonly add: (figure: Omit<Figure, 'ratio' | 'met'>) => void
}

export function createReport(options: {
  readonly quick: boolean
  readonly say: (line: string) => void
}): Report & { readonly figures: readonly Figure[] } {
  const figures: Figure[] = []
  return { ...options, figures, add: (figure) => void figures.push(judged(figure)) }
}

/** Percentiles by nearest rank: a sample that was measured, never one between two. */
export function valueOf(samples: readonly number[]): Value {
  if (samples.length === 0) throw new Error('no samples')
  const sorted = samples.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] as number
  return { p50: at(0.5), p99: at(0.99), samples: samples.length }
}

function judged(figure: Omit<Figure, 'ratio' | 'met'>): Figure {
  const { value, floor, unit, aim } = figure
  const times = (own: number, least: number) => (unit === 'per second' ? least / own : own / least)
  const ratio =
    floor === undefined
      ? undefined
      : {
          p50: times(typical(value), typical(floor.value)),
          ...('p99' in value && 'p99' in floor.value
            ? { p99: times(value.p99, floor.value.p99) }
            : {}),
        }
  const reached =
    aim === undefined
      ? undefined
      : 'ratio' in aim
        ? ratio !== undefined && ratio.p50 <= aim.ratio
        : typical(value) <= aim.value
  return {
    ...figure,
    ...(ratio === undefined ? {} : { ratio }),
    ...(reached === undefined ? {} : { met: reached }),
  }
}

const typical = (value: Value) => ('value' in value ? value.value : value.p50)

export function tableOf(figures: readonly Figure[]): string {
  const style = { head: [], border: [], compact: true }
  const table = new Table({
    style,
    head: ['', 'figure', 'p50', 'p99', 'unit', 'floor', 'p50', 'p99', '× floor p50', 'p99', 'aim'],
    colAligns: [
      'left',
      'left',
      'right',
      'right',
      'left',
      'left',
      'right',
      'right',
      'right',
      'right',
      'left',
    ],
  })
  let section = ''
  for (const figure of figures) {
    const { name, value, unit, floor, ratio, aim, met } = figure
    const wanted =
      aim === undefined
        ? ''
        : `≤ ${'ratio' in aim ? `${shown(aim.ratio)} ×` : shown(aim.value)} ${met === true ? 'met' : 'NOT MET'}`
    table.push([
      figure.section === section ? '' : figure.section,
      name,
      ...cells(value),
      unit,
      floor?.name ?? '',
      ...(floor === undefined ? ['', ''] : cells(floor.value)),
      ratio === undefined ? '' : ratio.p50.toFixed(2),
      ratio?.p99 === undefined ? '' : ratio.p99.toFixed(2),
      wanted,
    ])
    section = figure.section
  }
  return table.toString()
}

function cells(value: Value): [string, string] {
  return 'value' in value ? [shown(value.value), ''] : [shown(value.p50), shown(value.p99)]
}

/** Three digits that mean something. */
function shown(number: number): string {
  return Math.abs(number) >= 100
    ? Math.round(number).toLocaleString('en')
    : Number(number.toPrecision(3)).toString()
}
