// The forms of one joint action: what a person of this office can do now. A small script sends each as the JSON that the API takes.
// A field's name is its path in the command; `data-as` says what is made of its value.

import { html } from 'hono/html'
import type { Instant } from '../../../../shared/calendar/date.ts'
import { wallClock } from '../../../../shared/calendar/zone.ts'
import { choices } from '../../../../shared/joint/terms.schema.ts'
import type { JointDetail } from '../../joint.schema.ts'
import { sayJoint, sayJointOf, type JointWord } from '../../joint-words.ts'
import type { Html, Look } from '../parts.ts'

type Document = JointDetail['document']

export function jointForms(look: Look, action: JointDetail): Html {
  const { lang } = look
  const forms = action.can.flatMap((kind) => {
    const fields = fieldsOf(look, action, kind)
    return fields === undefined ? [] : [html`<details class="do" id="do-${kind}"><summary>${sayJointOf(lang, 'do', kind)}</summary>${form(look, action.joint, kind, action.version, fields)}</details>`]
  })
  return html`<section aria-labelledby="what"><h2 id="what">${sayJoint(lang, 'what')}</h2>
<noscript><p class="notice">${sayJoint(lang, 'script')}</p></noscript>
${forms.length === 0 ? html`<p class="empty">${sayJoint(lang, 'nothing')}</p>` : forms}</section>`
}

export function newJointForm(look: Look, matters: readonly string[]): Html {
  const { lang, api } = look
  const fields = html`${text(look, 'number', 'number', { required: true, pattern: '[A-Za-z0-9][A-Za-z0-9-]{0,23}', as: 'number-of-joint' })}
<label>${sayJoint(lang, 'matter')}<select name="matter"><option value=""></option>${matters.map((matter) => html`<option>${matter}</option>`)}</select></label>
${proposalFields(look, undefined, null)}`
  return html`<noscript><p class="notice">${sayJoint(lang, 'script')}</p></noscript>${form(look, `${api.office.id}:`, 'propose', undefined, fields)}`
}

function form(look: Look, joint: string, kind: string, version: number | undefined, fields: Html): Html {
  const { lang, api, today } = look
  return html`<form class="command" data-joint="${joint}" data-kind="${kind}" data-on="${today}" data-zone="${api.office.zone}" data-lang="${lang}">
${version === undefined || !withVersion.has(kind) ? '' : html`<input type="hidden" name="version" value="${version}" data-as="number">`}
${fields}
<p><button type="submit">${sayJoint(lang, 'send')}</button> <output role="status"></output></p></form>`
}

/** The others are about the action as a whole. */
const withVersion = new Set(['consent', 'approve', 'object', 'abstain', 'ask', 'forward', 'split', 'answer'])

function fieldsOf(look: Look, action: JointDetail, kind: string): Html | undefined {
  const { lang } = look
  const by = text(look, 'by', 'by', { required: kind === 'consent' || kind === 'approve' })
  switch (kind) {
    case 'consent':
      return html`${by}${moment(look, 'condition.not-before', 'cond.before')}${offices(look, 'condition.with', 'cond.with', action.offices.map(({ office }) => office))}${text(look, 'condition.words', 'cond.words')}${['issuance', 'compliance-date', 'escalation'].includes(action.action) ? area(look, 'drafts', 'draftsField', '', 'json') : ''}`
    case 'object':
      return html`${by}<label>${sayJoint(lang, 'finding')}<select name="objections.0.finding"><option value=""></option>${(action.document?.findings ?? []).map(({ id }) => html`<option>${id}</option>`)}</select></label>${area(look, 'objections.0.risk', 'risk')}${area(look, 'objections.0.change', 'change')}`
    case 'approve':
    case 'go':
      return html`${by}${kind === 'go' ? moment(look, 'moment', 'moment') : ''}`
    case 'abstain':
    case 'withdraw':
    case 'cancel':
      return html`${by}${text(look, 'reason', 'reason', { required: kind !== 'abstain' })}`
    case 'delegate':
      return html`${by}${text(look, 'to', 'delegateTo', { as: 'nullable' })}`
    case 'ask':
      return html`${by}${text(look, 'question', 'question', { required: true, pattern: '[A-Za-z0-9][A-Za-z0-9_-]*' })}${area(look, 'text', 'text')}`
    case 'clarify': {
      const open = action.talk.questions.filter(({ answer }) => answer === null)
      return html`${by}<label>${sayJoint(lang, 'question')}<select name="office+question">${open.map(({ office, question, text: asked }) => html`<option value="${office} ${question}">${question}: ${asked ?? ''}</option>`)}</select></label>${area(look, 'text', 'text')}`
    }
    case 'forward':
      return html`${by}<label>${sayJoint(lang, 'to')}<select name="to">${look.api.directory.offices.map(({ id, short }) => html`<option value="${id}">${short[lang]}</option>`)}</select></label>${area(look, 'text', 'reason')}`
    case 'answer':
      return html`${by}<label>${sayJoint(lang, 'answer')}<select name="answer">${(action.action === 'deconfliction' ? ['yes', 'no', 'ask'] : ['granted', 'partly', 'declined']).map((each) => html`<option value="${each}">${sayJointOf(lang, 'choice', each)}</option>`)}</select></label>${action.action === 'deconfliction' ? '' : area(look, 'text', 'text')}`
    case 'postpone':
      return html`${by}${moment(look, 'replyBy', 'replyBy')}${moment(look, 'moment', 'moment')}`
    case 'amend':
      return html`${text(look, 'because', 'because')}${action.matter === null ? '' : html`<input type="hidden" name="matter" value="${action.matter}">`}${proposalFields(look, action, action.document)}`
    default:
      // What needs more than a form (a split) is for the command line and the API.
      return undefined
  }
}

function proposalFields(look: Look, before: JointDetail | undefined, document: Document): Html {
  const { lang, api } = look
  const all = api.directory.offices.map(({ id }) => id)
  const option = (name: 'silence' | 'partition' | 'compensation' | 'start', word: JointWord, fallback: string) =>
    html`<label>${sayJoint(lang, word)}<select name="${name}">${choices[name].options.map((each) => html`<option value="${each}" ${each === (before?.choices[name] ?? fallback) ? 'selected' : ''}>${sayJointOf(lang, 'choice', each)}</option>`)}</select></label>`
  return html`${text(look, 'by', 'by')}
<label>${sayJoint(lang, 'kind')}<select name="action">${choices.action.options.map((each) => html`<option value="${each}" ${each === (before?.action ?? 'statement') ? 'selected' : ''}>${sayJointOf(lang, 'action', each)}</option>`)}</select></label>
${offices(look, 'offices', 'invited', all, before?.choices.offices ?? all)}
${offices(look, 'required', 'requiredOffices', all, before?.choices.required ?? [])}
<label>${sayJoint(lang, 'quorumField')}<input type="number" name="quorum" min="1" max="${all.length}" value="${before?.choices.quorum ?? ''}" data-as="number"></label>
${moment(look, 'replyBy', 'replyBy', true, before?.choices.replyBy)}${moment(look, 'moment', 'moment', false, before?.choices.moment)}
${before?.choices.moments === undefined ? '' : html`<input type="hidden" name="moments" value="${JSON.stringify(before.choices.moments)}" data-as="json">`}
<label>${sayJoint(lang, 'window.label')}<input type="number" name="windowSeconds" min="1" max="3600" value="${before?.choices.windowSeconds ?? 60}" data-as="number"></label>
${option('start', 'start', 'quorum')}${option('silence', 'silence', 'abstention')}${option('partition', 'partition', 'call-off')}${option('compensation', 'compensation', 'none')}
${both(look, 'document.title', 'title', document?.title, true)}${both(look, 'document.text', 'text', document?.text, true)}
${Array.from({ length: Math.max(3, document?.findings?.length ?? 0) }, (_, at) => html`<fieldset><legend>${sayJoint(lang, 'finding')} ${at + 1}</legend><label>${sayJoint(lang, 'finding')}<input name="document.findings.${at}.id" value="${document?.findings?.[at]?.id ?? ''}"></label>${both(look, `document.findings.${at}.text`, 'text', document?.findings?.[at]?.text)}</fieldset>`)}
${both(look, 'document.correction', 'correction', document?.correction)}`
}

function both(look: Look, name: string, word: JointWord, value: { readonly en: string; readonly fr: string } | undefined, required = false): Html {
  const { lang } = look
  return html`<div class="both">${(['en', 'fr'] as const).map((each) => html`<label>${sayJoint(lang, word)}, ${sayJoint(lang, each === 'en' ? 'english' : 'french')}<textarea name="${name}.${each}" lang="${each}" rows="3" ${required ? 'required' : ''}>${value?.[each] ?? ''}</textarea></label>`)}</div>`
}

function text(look: Look, name: string, word: JointWord, more: { readonly required?: boolean; readonly pattern?: string; readonly as?: string } = {}): Html {
  return html`<label>${sayJoint(look.lang, word)}<input name="${name}" ${more.required === true ? 'required' : ''} pattern="${more.pattern ?? '.*'}" data-as="${more.as ?? 'text'}"></label>`
}

function area(look: Look, name: string, word: JointWord, value = '', as = 'text'): Html {
  return html`<label>${sayJoint(look.lang, word)}<textarea name="${name}" rows="3" data-as="${as}">${value}</textarea></label>`
}

/** Local time of the office, which the script turns into UTC: 18 h in Victoria is not 18 h in Québec. */
function moment(look: Look, name: string, word: JointWord, required = false, before?: Instant): Html {
  const shown = before === undefined ? '' : wallClock(before, look.api.office.zone).local.replace(' ', 'T')
  return html`<label>${sayJoint(look.lang, 'localTime', { label: sayJoint(look.lang, word), zone: look.api.office.zone })}<input type="datetime-local" name="${name}" value="${shown}" data-as="instant" ${required ? 'required' : ''}></label>`
}

function offices(look: Look, name: string, word: JointWord, ids: readonly string[], chosen: readonly string[] = []): Html {
  const names = new Map(look.api.directory.offices.map(({ id, short }) => [id as string, short[look.lang]]))
  return html`<fieldset><legend>${sayJoint(look.lang, word)}</legend>${ids.map((id) => html`<label class="check"><input type="checkbox" name="${name}" value="${id}" data-as="list" ${chosen.includes(id) ? 'checked' : ''}>${names.get(id) ?? id}</label>`)}</fieldset>`
}
