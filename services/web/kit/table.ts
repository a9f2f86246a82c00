// Tables of the pages. Every table has a caption; where a heading says the same, the caption is for screen readers only.

import { html } from 'hono/html'
import type { Content, Html } from './html.ts'

export interface Table {
  readonly caption: string
  /** Shown above the table; hidden where a heading says the same. */
  readonly captionShown?: boolean
  /** Absent where each row says what it is. */
  readonly columns?: readonly (string | { readonly label: Content; readonly number: boolean })[]
  readonly rows: readonly Html[]
  readonly className?: string
  /** Set where narrow screens show rows as blocks: browsers then forget that it is a table, and roles say so again. */
  readonly stacked?: boolean
}

export function table({
  caption,
  captionShown = false,
  columns,
  rows,
  className,
  stacked = false,
}: Table): Html {
  const role = (name: string) => (stacked ? html` role="${name}"` : '')
  const head =
    columns === undefined
      ? ''
      : html`<thead${role('rowgroup')}><tr${role('row')}>${columns.map((column) => {
          const { label, number } =
            typeof column === 'string' ? { label: column, number: false } : column
          return html`<th${role('columnheader')} scope="col"${number ? html` class="number"` : ''}>${label}</th>`
        })}</tr></thead>`
  return html`<table${classOf(className)}${role('table')}><caption${captionShown ? '' : html` class="hidden"`}>${caption}</caption>
${head}
<tbody${role('rowgroup')}>${rows}</tbody></table>`
}

/** A picture in a box of its own that scrolls where it does not fit, and that the keyboard reaches: a group, for its section is the landmark. */
export function scrolling(label: string, content: Html): Html {
  return html`<div class="scroll" role="group" tabindex="0" aria-label="${label}">${content}</div>`
}

export interface RowOptions {
  readonly id?: string
  readonly className?: string | undefined
  readonly stacked?: boolean
}

/** A row with its header first. */
export function row(
  head: Content,
  cells: readonly (Content | Cell)[],
  options: RowOptions = {},
): Html {
  const { id, className, stacked = false } = options
  const role = (name: string) => (stacked ? html` role="${name}"` : '')
  return html`<tr${id === undefined ? '' : html` id="${id}"`}${classOf(className)}${role('row')}><th${role('rowheader')} scope="row">${head}</th>${cells.map(
    (cell) => {
      const { content, className: own, label } = isCell(cell) ? cell : { content: cell }
      return html`<td${role('cell')}${label === undefined ? '' : html` data-label="${label}"`}${classOf(own)}>${content}</td>`
    },
  )}</tr>`
}

export interface Cell {
  readonly content: Content | readonly Content[]
  readonly className?: string | undefined
  /** What the column is, shown beside the value where rows are blocks. */
  readonly label?: string
}

function isCell(cell: Content | Cell): cell is Cell {
  return typeof cell === 'object' && 'content' in cell
}

function classOf(name: string | undefined): Html | '' {
  return name === undefined ? '' : html` class="${name}"`
}

export interface ListOptions {
  readonly captionShown?: boolean
  /** Beside `list`. */
  readonly className?: string
  readonly rowClass?: (at: number) => string | undefined
}

/** A list: on a narrow screen each row is a block, whose cells are named by their columns. `rows`: per row the header, then the other cells. */
export function listTable(
  caption: string,
  columns: readonly (string | { readonly label: string; readonly number: boolean })[],
  rows: readonly (readonly [head: Content, ...cells: (Content | readonly Content[])[]])[],
  { captionShown = false, className, rowClass }: ListOptions = {},
): Html {
  const kinds = columns.map((column) =>
    typeof column === 'string' ? { label: column, number: false } : column,
  )
  return table({
    caption,
    captionShown,
    className: className === undefined ? 'list' : `list ${className}`,
    stacked: true,
    columns,
    rows: rows.map(([head, ...cells], at) =>
      row(
        head,
        cells.map((content, column) => {
          const { label = '', number = false } = kinds[column + 1] ?? {}
          return { content, label, className: number ? 'number' : undefined }
        }),
        { stacked: true, className: rowClass?.(at) },
      ),
    ),
  })
}
