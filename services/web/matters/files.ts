// The file numbers under which the offices keep a matter.

import { html } from 'hono/html'
import type { MatterDetail } from '../../../shared/contract/views.schema.ts'
import type { PageContext } from '../kit/context.ts'
import { officeShort } from '../kit/parts.ts'
import type { Fact } from '../kit/section.ts'
import { colon } from '../kit/words.ts'
import { t } from './words.ts'

export function filesFact(page: PageContext, files: MatterDetail['files']): Fact | undefined {
  if (files.length === 0) return undefined
  const lines = files.map(
    ({ office, file }) => html`<li>${officeShort(page, office)}${colon(page.lang)} ${file}</li>`,
  )
  return [t(page.lang, 'matter.files'), html`<ul class="plain">${lines}</ul>`]
}
