// The matter as a picture: one axis of time, a lane for each office, and in it a line for each order. Made on the server; the same stands below it as a table.

import { html, raw } from 'hono/html'
import type {
  MatterPicture,
  PictureMark,
  PictureRow,
  PictureSpan,
} from '../../../shared/board/picture.schema.ts'
import { addDays, type LocalDate } from '../../../shared/kernel/date.ts'
import { numberIn } from '../../../shared/kernel/ids.ts'
import type { PageContext } from '../kit/context.ts'
import type { Html } from '../kit/html.ts'
import { dateText, mark, officeShort, orderLink, plainDate, termList } from '../kit/parts.ts'
import { section } from '../kit/section.ts'
import { listTable, scrolling } from '../kit/table.ts'
import { axisOf, type Axis } from './axis.ts'
import { label, t } from './words.ts'

/** Drawn twice: a narrow screen has no room for names beside the lines, so there they stand above them. */
interface Shape {
  readonly id: 'wide' | 'narrow'
  readonly width: number
  readonly left: number
  readonly right: number
  readonly rowHeight: number
  /** How far below its name a line stands. */
  readonly below: number
}
const wide: Shape = { id: 'wide', width: 1_000, left: 150, right: 985, rowHeight: 34, below: 0 }
const narrow: Shape = { id: 'narrow', width: 340, left: 8, right: 330, rowHeight: 52, below: 18 }
const top = 40
const officeHeight = 24

/** How much of the time is shown: all of it, or so many days to either side of today. */
const ranges = { all: undefined, years: 1_095, year: 365, quarter: 92, month: 31 } as const
type Range = keyof typeof ranges

export function picturePart(page: PageContext, picture: MatterPicture): Html {
  const { lang, query } = page
  const asked = query?.get('range') ?? 'all'
  const range: Range = Object.hasOwn(ranges, asked) ? (asked as Range) : 'all'
  const around = ranges[range]
  const shown =
    around === undefined
      ? picture
      : {
          ...picture,
          from: addDays(picture.today, -around),
          to: addDays(picture.today, around),
        }
  const title = t(lang, 'picture.title')
  return section(
    'picture',
    title,
    html`<p class="links">${(Object.keys(ranges) as Range[]).map((each) =>
      each === range
        ? html`<strong>${label(lang, 'range', each)}</strong> `
        : html`<a href="${page.path}?range=${each}#picture">${label(lang, 'range', each)}</a> `,
    )}</p>
${scrolling(title, drawing(page, shown, wide))}
${drawing(page, shown, narrow)}
${pictureLegend(page)}
<details id="picture-table"><summary>${t(lang, 'picture.asTable')}</summary>
${asTable(page, picture)}</details>`,
  )
}

function drawing(page: PageContext, picture: MatterPicture, shape: Shape): Html {
  const { lang } = page
  const { id, width, left, right, rowHeight } = shape
  const axis = axisOf(lang, { from: picture.from, to: picture.to, left, right })
  const lanes = [...Map.groupBy(picture.rows, ({ office }) => office)]
  let y = top
  const parts: Html[] = []
  for (const [office, rows] of lanes) {
    parts.push(
      html`<line class="lane" x1="0" x2="${width}" y1="${y}" y2="${y}"/><text class="name" x="4" y="${y + 16}">${officeShort(page, office)}</text>`,
    )
    y += officeHeight
    for (const each of rows) {
      parts.push(rowOf(page, axis, each, y, { shape, today: picture.today }))
      y += rowHeight
    }
  }
  const height = y + 8
  const desc = t(lang, 'picture.desc', {
    from: plainDate(lang, picture.from),
    to: plainDate(lang, picture.to),
    offices: lanes.length,
    orders: picture.rows.filter(({ order }) => order !== null).length,
  })
  return html`<svg class="picture ${id}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="picture-${id}-name picture-${id}-desc">
<title id="picture-${id}-name">${t(lang, 'picture.title')}</title>
<desc id="picture-${id}-desc">${desc}</desc>
${axis.ticks.map(({ day, label: name }) => html`<line class="tick" x1="${axis.x(day)}" x2="${axis.x(day)}" y1="22" y2="${height}"/><text class="small" x="${axis.x(day) + 3}" y="14">${name}</text>`)}
${parts}
${axis.isInside(picture.today) ? html`<line class="today" x1="${axis.x(picture.today)}" x2="${axis.x(picture.today)}" y1="20" y2="${height}"/><text class="small today" x="${axis.x(picture.today)}" y="34" text-anchor="middle">${t(lang, 'picture.today')}</text>` : ''}
</svg>`
}

/** Patterns tell what colour tells, on paper and to whoever does not see colours. It stands in the legend, which is always drawn. */
const hatches = `<defs>
<pattern id="hatch-stay" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="stay-ground" width="6" height="6"/><line class="stay-line" x1="0" y1="0" x2="0" y2="6"/></pattern>
</defs>`

function rowOf(
  page: PageContext,
  axis: Axis,
  each: PictureRow,
  y: number,
  { shape: { below }, today }: { readonly shape: Shape; readonly today: LocalDate },
): Html {
  const { lang } = page
  const name = each.order === null ? t(lang, 'picture.matter') : numberIn(each.order)
  return html`<g><text class="${each.order === null ? 'small' : 'order'}" x="12" y="${y + 16}">${shortened(name)}</text>
${each.spans.map((span) => spanOf(page, axis, span, y + below, today))}
${marksOf(page, axis, each.marks, y + below)}</g>`
}

/** Numbers are up to 64 characters; the picture has room for about twenty. */
function shortened(name: string): string {
  return name.length > 18 ? `${name.slice(0, 17)}…` : name
}

const spanPlaces = {
  comply: { y: 4, height: 9 },
  commitment: { y: 4, height: 9 },
  overdue: { y: 4, height: 9 },
  stay: { y: 2, height: 13 },
  challenge: { y: 16, height: 4 },
  reply: { y: 16, height: 4 },
  route: { y: 16, height: 4 },
} as const

function spanOf(
  page: PageContext,
  axis: Axis,
  span: PictureSpan,
  y: number,
  today: LocalDate,
): Html | '' {
  const end = span.to ?? today
  const last = end < span.from ? span.from : end
  if (last < axis.from || span.from > axis.to) return ''
  const place = spanPlaces[span.kind]
  const x = axis.x(span.from)
  const drawn = Math.max(2, axis.x(addDays(last, 1)) - x)
  const fill = span.kind === 'stay' ? html` fill="url(#hatch-stay)"` : ''
  return html`<rect class="span ${span.kind}${span.to === null ? ' open' : ''}" x="${x}" y="${y + place.y}" width="${Math.round(drawn * 10) / 10}" height="${place.height}" rx="2"${fill}><title>${spanText(page, span)}</title></rect>`
}

/** Marks of near days stand a little lower, so that each is seen. */
function marksOf(
  page: PageContext,
  axis: Axis,
  marks: readonly PictureMark[],
  y: number,
): readonly Html[] {
  let lastX = -100
  let step = 0
  return marks
    .filter(({ on }) => axis.isInside(on))
    .toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
    .map((each) => {
      const x = axis.x(each.on)
      step = x - lastX < 9 ? (step + 1) % 3 : 0
      lastX = x
      const at = y + 22 + (step - 1) * 4
      return html`<g class="mark ${classOf(each)}">${shapeOf(each, x, at)}<title>${markText(page, each)}</title></g>`
    })
}

function shapeOf(each: PictureMark, x: number, y: number): Html {
  if (each.kind === 'alarm') return html`<path d="M${x - 5} ${y - 4}h10l-5 9z"/>`
  if (/^court|^stay|^challenge/.test(each.event))
    return html`<path d="M${x} ${y - 5.5}l5.5 5.5l-5.5 5.5l-5.5-5.5z"/>`
  return html`<circle cx="${x}" cy="${y}" r="4"/>`
}

function classOf(each: PictureMark): string {
  if (each.kind === 'alarm') return 'alarm-to-come'
  return /^court|^stay|^challenge/.test(each.event) ? 'court' : 'fact'
}

function spanText(
  { lang }: PageContext,
  { kind, from, to, terms, uncertain }: PictureSpan,
): string {
  const what = label(lang, 'span', kind)
  const days =
    to === null
      ? t(lang, 'picture.since', { from: plainDate(lang, from) })
      : t(lang, 'picture.fromTo', { from: plainDate(lang, from), to: plainDate(lang, to) })
  return `${what}${terms.length === 0 ? '' : ` (${termList(lang, terms)})`}, ${days}${uncertain ? ` (${t(lang, 'term.uncertain')})` : ''}`
}

function markName({ lang }: PageContext, each: PictureMark): string {
  return each.kind === 'fact'
    ? label(lang, 'event', each.event)
    : label(lang, 'deadline', each.deadline)
}

function markText(page: PageContext, each: PictureMark): string {
  const { lang } = page
  const terms = each.terms.length === 0 ? '' : ` (${termList(lang, each.terms)})`
  return `${markName(page, each)}${terms}, ${plainDate(lang, each.on)}`
}

function pictureLegend({ lang }: PageContext): Html {
  const box = (className: string, fill: Html | '' = '') =>
    html`<svg class="picture key" viewBox="0 0 24 14" aria-hidden="true">${className === 'stay' ? raw(hatches) : ''}<rect class="span ${className}" x="1" y="2" width="22" height="10" rx="2"${fill}/></svg>`
  const shape = (className: string, drawn: Html) =>
    html`<svg class="picture key" viewBox="0 0 24 14" aria-hidden="true"><g class="mark ${className}">${drawn}</g></svg>`
  const keys: readonly (readonly [Html, string])[] = [
    [box('comply'), t(lang, 'span.comply')],
    [box('challenge'), t(lang, 'span.challenge')],
    [box('stay', html` fill="url(#hatch-stay)"`), t(lang, 'span.stay')],
    [box('overdue'), t(lang, 'span.overdue')],
    [box('route'), t(lang, 'span.route')],
    [shape('fact', html`<circle cx="12" cy="7" r="4"/>`), t(lang, 'key.fact')],
    [shape('court', html`<path d="M12 1.5l5.5 5.5l-5.5 5.5l-5.5-5.5z"/>`), t(lang, 'key.court')],
    [shape('alarm-to-come', html`<path d="M7 3h10l-5 9z"/>`), t(lang, 'key.alarm')],
  ]
  return html`<ul class="plain keys">${keys.map(([drawn, name]) => html`<li>${drawn} ${name}</li>`)}</ul>`
}

/** Everything of the picture, whatever part of the time it shows. */
function asTable(page: PageContext, { rows }: MatterPicture): Html {
  const { lang } = page
  const lines = rows.flatMap(({ office, order, spans, marks }) => [
    ...spans.map((span) => ({
      office,
      order,
      from: span.from,
      to: span.to === null ? t(lang, 'picture.open') : dateText(lang, span.to),
      what: html`${label(lang, 'span', span.kind)}${span.uncertain ? ` (${t(lang, 'term.uncertain')})` : ''}`,
      terms: span.terms,
    })),
    ...marks.map((each) => ({
      office,
      order,
      from: each.on,
      to: '',
      what:
        each.kind === 'alarm'
          ? html`${markName(page, each)} ${mark(lang, each.confidence)}`
          : html`${markName(page, each)}`,
      terms: each.terms,
    })),
  ])
  const title = t(lang, 'picture.asTable')
  const columns = (
    ['picture.from', 'picture.to', 'col.office', 'col.order', 'col.what', 'col.terms'] as const
  ).map((word) => t(lang, word))
  return listTable(
    title,
    columns,
    lines
      .toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
      .map((line) => [
        dateText(lang, line.from),
        line.to === '' ? '–' : line.to,
        officeShort(page, line.office),
        line.order === null ? '–' : orderLink(line.order, numberIn(line.order)),
        line.what,
        line.terms.length === 0 ? '–' : line.terms.join(', '),
      ]),
  )
}
