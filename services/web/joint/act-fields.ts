// What is asked for each act in a joint action, and the command that comes of it.

import type { JointDetail } from '../../../shared/contract/joint.schema.ts'
import { assertNever } from '../../../shared/kernel/text.ts'
import type { PageContext } from '../kit/context.ts'
import type { Field } from '../kit/fields.ts'
import type { ActForm, ActKind } from './act.ts'
import { draftFields, draftsOf, initialDrafts, type Drafting } from './drafts.ts'
import { area, byName, choice, localOf, moment, offices, shortOf, text } from './fields.ts'
import {
  finishProposal,
  initialProposal,
  momentsOf,
  ownMoments,
  proposalFields,
} from './proposal.ts'
import { label, t } from './words.ts'

export function actForm(
  page: PageContext,
  kind: Exclude<ActKind, 'propose'>,
  action: JointDetail,
  drafting: Drafting,
): ActForm {
  const { lang } = page
  const by = (required = false) => byName(page, { required })
  const simple = (
    fields: readonly Field[],
    initial: ActForm['initial'] = {},
    finish: ActForm['finish'] = (input) => ({ ...input }),
  ): ActForm => ({ fields: () => fields, initial, finish })
  /** About the version that was looked at. */
  const versioned = (
    fields: readonly Field[],
    initial: ActForm['initial'] = {},
    finish: ActForm['finish'] = (input) => ({ ...input }),
  ): ActForm => simple(fields, initial, (input) => ({ version: action.version, ...finish(input) }))

  switch (kind) {
    case 'consent':
      return consentForm(page, action, drafting)
    case 'approve':
      // What stands on the page, and nothing that was put in its place since.
      return versioned([by(true)], {}, (input) => ({
        ...input,
        ...(action.own === null ? {} : { prepared: action.own.digest }),
      }))
    case 'object':
      return objectForm(page, action)
    case 'go':
      return simple(
        [
          by(),
          moment(page, 'moment', t(lang, 'moment'), { hint: t(lang, 'moment.hint') }),
          ownMoments(page, action.choices.offices),
        ],
        {
          moment: localOf(page, action.choices.moment),
          ...momentsOf(page, action.choices.moments),
        },
      )
    case 'abstain':
      return versioned([by(), area(page, 'reason', 'reason')])
    case 'withdraw':
    case 'cancel':
      return simple([by(), area(page, 'reason', 'reason', { required: true })])
    case 'delegate':
      return simple([by(), text(page, 'to', 'delegateTo')], {}, (input) => ({ to: null, ...input }))
    case 'postpone':
      return simple([
        by(),
        moment(page, 'replyBy', t(lang, 'replyBy')),
        moment(page, 'moment', t(lang, 'moment')),
        area(page, 'because', 'because'),
      ])
    case 'amend':
      return {
        fields: () => [area(page, 'because', 'because'), ...proposalFields(page, action.action)],
        initial: initialProposal(page, action),
        finish: (input) => ({
          ...finishProposal(action.action, input),
          ...(action.matter === null ? {} : { matter: action.matter }),
        }),
      }
    case 'ask':
    case 'clarify':
    case 'forward':
    case 'split':
    case 'answer':
      return talkForm(page, kind, action, versioned, simple)
    default:
      return assertNever(kind)
  }
}

function consentForm(page: PageContext, action: JointDetail, drafting: Drafting): ActForm {
  const { lang, api } = page
  const others = action.offices.map(({ office }) => office).filter((each) => each !== api.office.id)
  const conditions: Field = {
    kind: 'folded',
    label: t(lang, 'conditions'),
    fields: [
      moment(page, 'condition.notBefore', t(lang, 'cond.before')),
      offices(page, 'condition.with', 'cond.with', others, { none: t(lang, 'cond.with.none') }),
      area(page, 'condition.words', 'cond.words'),
    ],
  }
  return {
    fields: () => [
      byName(page, { required: true }),
      ...draftFields(page, action, drafting),
      conditions,
    ],
    initial: initialDrafts(page, action, drafting),
    finish: ({ condition, by, ...input }) => {
      const said = (condition ?? {}) as {
        readonly notBefore?: string
        readonly with?: readonly string[]
        readonly words?: string
      }
      const made = [
        ...(said.notBefore === undefined ? [] : [{ kind: 'not-before', moment: said.notBefore }]),
        ...(said.with === undefined ? [] : [{ kind: 'with', offices: said.with }]),
        ...(said.words === undefined ? [] : [{ kind: 'words', text: said.words }]),
      ]
      const drafts = draftsOf(page, action, drafting, input)
      return {
        version: action.version,
        ...(by === undefined ? {} : { by }),
        ...(made.length === 0 ? {} : { conditions: made }),
        ...(drafts.length === 0 ? {} : { drafts }),
      }
    },
  }
}

function objectForm(page: PageContext, action: JointDetail): ActForm {
  const findings = (action.document?.findings ?? []).map(
    ({ id, text: said }) => [id, `${id}: ${said[page.lang]}`] as const,
  )
  return {
    fields: () => [
      byName(page),
      ...(findings.length === 0 ? [] : [choice(page, 'finding', 'finding', findings, false)]),
      area(page, 'risk', 'risk'),
      area(page, 'change', 'change'),
    ],
    initial: {},
    finish: ({ by, ...objection }) => ({
      version: action.version,
      ...(by === undefined ? {} : { by }),
      objections: [objection],
    }),
  }
}

/** Of what offices ask and answer one another. */
function talkForm(
  page: PageContext,
  kind: 'ask' | 'clarify' | 'forward' | 'split' | 'answer',
  action: JointDetail,
  versioned: (...of: [readonly Field[], ActForm['initial']?, ActForm['finish']?]) => ActForm,
  simple: typeof versioned,
): ActForm {
  const { lang, api } = page
  const by = byName(page)
  const names = api.directory.offices.map(({ id }) => [id, shortOf(page, id)] as const)
  const others = names.filter(([id]) => id !== api.office.id)
  switch (kind) {
    case 'ask':
      return versioned(
        [
          by,
          text(page, 'question', 'question', { required: true }),
          area(page, 'text', 'text', { required: true }),
        ],
        { question: `Q${action.talk.questions.length + 1}` },
      )
    case 'clarify': {
      const open = action.talk.questions.filter(({ answer }) => answer === null)
      const asked = open.map(
        ({ office, question, text: said }) =>
          [
            `${office} ${question}`,
            `${shortOf(page, office)}, ${question}: ${said ?? ''}`,
          ] as const,
      )
      return simple(
        [
          by,
          choice(page, 'question', 'question', asked),
          area(page, 'text', 'text', { required: true }),
        ],
        { question: asked[0]?.[0] ?? '' },
        ({ question, ...input }) => {
          const [office, id] = String(question ?? '').split(' ')
          return { ...input, office, question: id }
        },
      )
    }
    case 'forward':
      return versioned([
        by,
        choice(page, 'to', 'to', others),
        area(page, 'text', 'reason', { required: true }),
      ])
    case 'split':
      return versioned([
        by,
        {
          kind: 'many',
          name: 'parts',
          label: (n) => t(lang, 'part', { n }),
          add: t(lang, 'part.add'),
          least: 2,
          entry: (prefix, at) => [
            { kind: 'kept', name: `${prefix}.part`, value: `P${at + 1}` },
            choice(page, `${prefix}.to`, 'to', names),
            area(page, `${prefix}.text`, 'text', { required: true }),
          ],
        },
      ])
    case 'answer': {
      const answers =
        action.action === 'deconfliction' ? ['yes', 'no', 'ask'] : ['granted', 'partly', 'declined']
      return versioned([
        by,
        choice(
          page,
          'answer',
          'answer',
          answers.map((each) => [each, label(lang, 'choice', each)] as const),
        ),
        ...(action.action === 'deconfliction' ? [] : [area(page, 'text', 'text')]),
      ])
    }
  }
}
