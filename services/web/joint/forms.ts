// The forms of one joint action: what a person of this office can do now. A small script sends each as the JSON that the API takes.

import { html } from 'hono/html'
import type { Instant } from '../../../shared/kernel/date.ts'
import { choices } from '../../../shared/joint/terms.schema.ts'
import type { JointDetail } from '../../../shared/contract/joint.schema.ts'
import { sayJoint, sayJointOf, type JointWord } from './words.ts'
import type { Html, Look } from '../kit/parts.ts'
import { draftFields, type Drafting } from './drafts.ts'
import {
  area,
  aside,
  both,
  choice,
  hidden,
  idPattern,
  moment,
  numberPattern,
  offices,
  optional,
  text,
  wholeNumber,
} from './fields.ts'

export function jointForms(look: Look, action: JointDetail, drafting: Drafting): Html {
  const { lang } = look
  const forms = action.can.map(
    (kind) =>
      html`<details class="do" id="do-${kind}"><summary>${sayJointOf(lang, 'do', kind)}</summary>${form(look, action.joint, kind, action.version, fieldsOf(look, action, kind, drafting))}</details>`,
  )
  return html`<section aria-labelledby="what"><h2 id="what">${sayJoint(lang, 'what')}</h2>
<noscript><p class="notice">${sayJoint(lang, 'script')}</p></noscript>
${forms.length === 0 ? html`<p class="empty">${sayJoint(lang, 'nothing')}</p>` : forms}</section>`
}

export interface NewJoint {
  readonly matters: readonly string[]
  /** The next number of this office that is free, and when replies could be due: both can be changed. */
  readonly number: string
  readonly replyBy: Instant
}

export function newJointForm(look: Look, { matters, number, replyBy }: NewJoint): Html {
  const { lang, api } = look
  const fields = html`${text(look, 'joint', 'number', { required: true, pattern: numberPattern, as: 'prefixed', prefix: `${api.office.id}:`, value: number })}
${choice(
  look,
  'matter',
  'matter',
  matters.map((matter) => [matter, matter] as const),
  { required: false },
)}
${proposalFields(look, undefined, replyBy)}`
  return html`<noscript><p class="notice">${sayJoint(lang, 'script')}</p></noscript>${form(look, '', 'propose', undefined, fields)}`
}

function form(
  look: Look,
  joint: string,
  kind: string,
  version: number | undefined,
  fields: Html,
): Html {
  const { lang, api, today } = look
  const names = JSON.stringify(
    Object.fromEntries(api.directory.offices.map(({ id, short }) => [id, short[lang]])),
  )
  return html`<form class="command" data-joint="${joint}" data-kind="${kind}" data-on="${today}" data-lang="${lang}" data-names="${names}">
${version === undefined || !withVersion.has(kind) ? '' : hidden('version', String(version), 'number')}
${fields}
<p><button type="submit">${sayJoint(lang, 'send')}</button> <output role="status"></output></p></form>`
}

/** The others are about the action as a whole. */
const withVersion = new Set([
  'consent',
  'approve',
  'object',
  'abstain',
  'ask',
  'forward',
  'split',
  'answer',
])

function fieldsOf(look: Look, action: JointDetail, kind: string, drafting: Drafting): Html {
  const { lang, api } = look
  const by = text(look, 'by', 'by', { required: kind === 'consent' || kind === 'approve' })
  const reason = (required: boolean) => text(look, 'reason', 'reason', { required })
  const officeNames = api.directory.offices.map(({ id, short }) => [id, short[lang]] as const)
  switch (kind) {
    case 'consent':
      return html`${by}${draftFields(look, action, drafting)}${aside(
        sayJoint(lang, 'conditions'),
        html`${moment(look, 'condition.not-before', 'cond.before')}${offices(
          look,
          'condition.with',
          'cond.with',
          action.offices.map(({ office }) => office).filter((office) => office !== api.office.id),
        )}${text(look, 'condition.words', 'cond.words')}`,
      )}`
    case 'object':
      return html`${by}${choice(
        look,
        'objections.0.finding',
        'finding',
        (action.document?.findings ?? []).map(
          ({ id, text: said }) => [id, `${id}: ${said[lang]}`] as const,
        ),
        { required: false },
      )}${area(look, 'objections.0.risk', 'risk')}${area(look, 'objections.0.change', 'change')}`
    case 'approve':
      // What stands on this page, and nothing that was put in its place since.
      return html`${action.own === null ? '' : hidden('prepared', action.own.digest)}${by}`
    case 'go':
      return html`${by}${moment(look, 'moment', 'moment', { value: action.choices.moment })}${ownMoments(look, action.choices.offices, action.choices.moments)}`
    case 'abstain':
      return html`${by}${reason(false)}`
    case 'withdraw':
    case 'cancel':
      return html`${by}${reason(true)}`
    case 'delegate':
      return html`${by}${text(look, 'to', 'delegateTo', { as: 'nullable' })}`
    case 'ask':
      return html`${by}${text(look, 'question', 'question', { required: true, pattern: idPattern, value: `Q${action.talk.questions.length + 1}` })}${area(look, 'text', 'text', '', true)}`
    case 'clarify': {
      const open = action.talk.questions.filter(({ answer }) => answer === null)
      return html`${by}${choice(
        look,
        'office+question',
        'question',
        open.map(
          ({ office, question, text: asked }) =>
            [`${office} ${question}`, `${question}: ${asked ?? ''}`] as const,
        ),
      )}${area(look, 'text', 'text', '', true)}`
    }
    case 'forward':
      return html`${by}${choice(
        look,
        'to',
        'to',
        officeNames.filter(([id]) => id !== api.office.id),
      )}${area(look, 'text', 'reason', '', true)}`
    case 'split':
      return html`${by}${[0, 1, 2, 3].map((at) => optional(sayJoint(lang, 'part', { n: at + 1 }), at < 2, html`${hidden(`parts.${at}.part`, `P${at + 1}`)}${choice(look, `parts.${at}.to`, 'to', officeNames)}${area(look, `parts.${at}.text`, 'text', '', true)}`))}`
    case 'answer':
      return html`${by}${choice(
        look,
        'answer',
        'answer',
        (action.action === 'deconfliction'
          ? ['yes', 'no', 'ask']
          : ['granted', 'partly', 'declined']
        ).map((each) => [each, sayJointOf(lang, 'choice', each)] as const),
      )}${action.action === 'deconfliction' ? '' : area(look, 'text', 'text')}`
    case 'postpone':
      return html`${by}${moment(look, 'replyBy', 'replyBy')}${moment(look, 'moment', 'moment')}${text(look, 'because', 'because')}`
    case 'amend':
      return html`${text(look, 'because', 'because')}${action.matter === null ? '' : hidden('matter', action.matter)}${proposalFields(look, action)}`
    default:
      throw new Error(`There is no form for "${kind}"`)
  }
}

function proposalFields(
  look: Look,
  before: JointDetail | undefined,
  replyBy = before?.choices.replyBy,
): Html {
  const { lang, api } = look
  const all = api.directory.offices.map(({ id }) => id)
  const document = before?.document ?? undefined
  const options = (
    name: 'silence' | 'partition' | 'compensation' | 'start',
    word: JointWord,
    fallback: string,
  ) =>
    choice(
      look,
      name,
      word,
      choices[name].options.map((each) => [each, sayJointOf(lang, 'choice', each)] as const),
      { chosen: before?.choices[name] ?? fallback },
    )
  const findings = Array.from(
    { length: Math.max(3, (document?.findings?.length ?? 0) + 1) },
    (_, at) => {
      const finding = document?.findings?.[at]
      return optional(
        `${sayJoint(lang, 'finding')} ${at + 1}`,
        finding !== undefined,
        html`${hidden(`document.findings.${at}.id`, finding?.id ?? `F${at + 1}`)}${both(look, `document.findings.${at}.text`, 'text', finding?.text)}`,
      )
    },
  )
  return html`${text(look, 'by', 'by')}
${choice(
  look,
  'action',
  'kind',
  choices.action.options.map((each) => [each, sayJointOf(lang, 'action', each)] as const),
  { chosen: before?.action ?? 'statement' },
)}
${both(look, 'document.title', 'title', document?.title, true)}${both(look, 'document.text', 'text', document?.text, true)}
${aside(sayJoint(lang, 'findings'), html`${findings}`, (document?.findings?.length ?? 0) > 0)}
${offices(look, 'offices', 'invited', all, before?.choices.offices ?? all)}
${moment(look, 'replyBy', 'replyBy', { required: true, value: replyBy })}${moment(look, 'moment', 'moment', { value: before?.choices.moment })}
${ownMoments(look, all, before?.choices.moments)}
${aside(
  sayJoint(lang, 'rules'),
  html`${offices(look, 'required', 'requiredOffices', all, before?.choices.required)}${wholeNumber(look, 'quorum', 'quorumField', { max: all.length, value: before?.choices.quorum })}
${options('start', 'start', 'coordinator')}${options('silence', 'silence', 'abstention')}${options('partition', 'partition', 'call-off')}${wholeNumber(look, 'windowSeconds', 'window.label', { max: 3600, value: before?.choices.windowSeconds ?? 60 })}
${options('compensation', 'compensation', 'none')}${both(look, 'document.correction', 'correction', document?.correction)}`,
  before !== undefined,
)}`
}

/** Each by its own clock. */
function ownMoments(
  look: Look,
  ids: readonly string[],
  before: JointDetail['choices']['moments'],
): Html {
  return aside(
    sayJoint(look.lang, 'ownMoments'),
    html`${ids.map((office) => moment(look, `moments.${office}`, 'moment', { office, value: before?.[office as keyof typeof before] }))}`,
    before !== undefined,
  )
}
