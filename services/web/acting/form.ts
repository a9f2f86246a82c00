// The form of one act: what is wrong first, then the fields, then the way to the check. Nothing is recorded from here.

import { html } from 'hono/html'
import { stepName, type FieldError, type Values } from '../kit/fields.ts'
import { drawFields, errorSummary } from '../kit/fields-draw.ts'
import type { Html } from '../kit/html.ts'
import { layout } from '../kit/layout.ts'
import type { Target } from './target.ts'
import { t } from './words.ts'

export type FormState =
  /** New; `notYet`: why it would be refused as things stand. */
  | {
      readonly started: { readonly id: string; readonly version: string }
      readonly notYet: string | undefined
    }
  /** With what was typed. */
  | {
      readonly values: Values
      readonly errors?: readonly FieldError[]
      readonly isSaved?: boolean
    }

export function formPage(target: Target, state: FormState): Html {
  const { page, act, about, back } = target
  const { lang } = page
  const values = 'values' in state ? state.values : undefined
  const errors = ('errors' in state ? state.errors : undefined) ?? []
  const notYet = 'notYet' in state ? state.notYet : undefined
  const kept = (name: 'id' | 'version') =>
    'started' in state ? state.started[name] : (state.values.get(name)?.[0] ?? '')
  const body = html`
${errorSummary(lang, errors)}
${'isSaved' in state && state.isSaved === true ? html`<p class="notice" role="status">${t(lang, 'draft.saved')}</p>` : ''}
<p class="lead">${about}</p>
${notYet === undefined ? '' : html`<p class="notice"><strong>${t(lang, 'form.notYet')}</strong> ${notYet}</p>`}
<p class="hint">${t(lang, 'form.required')}</p>
<form method="post" action="${page.path}" class="act" id="act" novalidate>
<button class="hidden" name="${stepName}" value="check" tabindex="-1" aria-hidden="true">${t(lang, 'form.check')}</button>
<input type="hidden" name="id" value="${kept('id')}"><input type="hidden" name="version" value="${kept('version')}">
${drawFields(target.fields(values), { lang, values, errors })}
<p class="buttons"><button class="primary" name="${stepName}" value="check">${t(lang, 'form.check')}</button> <button name="${stepName}" value="save">${t(lang, 'draft.save')}</button> <a href="${back}">${t(lang, 'form.cancel')}</a></p>
${languageButton(lang, 'form')}
</form>`
  return stillPage(
    target,
    errors.length === 0 ? act : t(lang, 'errors.page', { title: act }),
    body,
    act,
  )
}

/** At the end of the form, so that the Enter key never presses it; the link at the top of the page leads to it. */
export function languageButton(lang: 'en' | 'fr', stage: 'form' | 'check'): Html {
  const other = lang === 'en' ? 'fr' : 'en'
  return html`<p><button class="quiet" id="other-language" lang="${other}" name="${stepName}" value="lang ${other} ${stage}">${t(lang, 'form.lang')}</button></p>`
}

/** A page that no news from elsewhere changes. */
export function stillPage(target: Target, title: string, body: Html, heading = title): Html {
  const { page } = target
  const other = page.lang === 'en' ? 'fr' : 'en'
  return layout(page, {
    title,
    heading,
    way: [[target.back, target.place]],
    body,
    still: true,
    otherLanguage: html`<a href="#other-language" lang="${other}">${t(page.lang, 'lang.other')}</a>`,
  })
}
