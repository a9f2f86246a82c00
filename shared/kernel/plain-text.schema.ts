// Schemas of texts from outside: a name or another text of one line, and a text of several lines. Bounded, valid Unicode, no control characters.

import { z } from 'zod'
import { maxTextLength } from './limits.ts'
import { flawOf, type TextForm } from './plain-text.ts'

/** A name, a title, a source: at least one letter, one line. */
export const oneLineText = (maxLength = maxTextLength) => textOf('one-line', maxLength)

/** A reason or a description: line breaks and tabs are text. */
export const multiLineText = (maxLength = maxTextLength) => textOf('lines', maxLength)

/** Forms of pages send CR LF whatever the person typed. */
const plainLineBreaks = (text: string) => text.replaceAll('\r\n', '\n')

function textOf(form: TextForm, maxLength: number) {
  return z
    .string()
    .overwrite(form === 'lines' ? plainLineBreaks : (text) => text)
    .max(maxLength)
    .check((ctx) => {
      const flaw = flawOf(ctx.value, form)
      const said = flaw ?? (ctx.value.trim() === '' ? 'it is empty' : undefined)
      if (said !== undefined)
        ctx.issues.push({ code: 'custom', input: ctx.value, message: `not a text: ${said}` })
    })
}
