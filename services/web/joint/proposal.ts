// What a proposal asks for: its fields follow its kind. The text in both languages, who is invited, when, and how it is decided.

import type { JointDetail } from '../../../shared/contract/joint.schema.ts'
import { kindRules } from '../../../shared/joint/kinds.ts'
import { choices, type JointKind } from '../../../shared/joint/terms.schema.ts'
import type { PageContext } from '../kit/context.ts'
import { countName, type Field } from '../kit/fields.ts'
import type { ActForm, Input } from './act.ts'
import { both, byName, choice, localOf, moment, offices, shortOf, whole } from './fields.ts'
import { label, t, type JointWord } from './words.ts'

export function proposalFields(page: PageContext, kind: JointKind): readonly Field[] {
  const { lang } = page
  const ids = officesFor(page, kind)
  const { together } = kindRules[kind]
  return [
    byName(page),
    both(page, 'document.title', 'title', true),
    both(page, 'document.text', 'text', true),
    ...(kind === 'deconfliction' ? [] : [findings(page)]),
    offices(page, 'offices', 'invited', ids, {
      hint: t(lang, kindRules[kind].drafts.length === 0 ? 'invited.hint' : 'invited.hint.orders'),
    }),
    moment(page, 'replyBy', t(lang, 'replyBy'), {
      required: true,
      ...(together ? { hint: t(lang, 'replyBy.hint') } : {}),
    }),
    ...(together
      ? [
          moment(page, 'moment', t(lang, 'moment'), { hint: t(lang, 'moment.hint') }),
          ownMoments(page, ids),
          rulesFold(page, kind, ids),
        ]
      : []),
  ]
}

/** Who could take part: an office without order power has nothing to draft. */
export function officesFor({ api }: PageContext, kind: JointKind): string[] {
  return api.directory.offices
    .filter(({ role }) => kindRules[kind].drafts.length === 0 || role === 'commissioner')
    .map(({ id }) => id)
}

function findings(page: PageContext): Field {
  const { lang } = page
  return {
    kind: 'folded',
    label: t(lang, 'findings'),
    fields: [
      {
        kind: 'many',
        name: 'document.findings',
        label: (n) => `${t(lang, 'finding')} ${n}`,
        add: t(lang, 'finding.add'),
        least: 1,
        entry: (prefix, at) => [
          { kind: 'kept', name: `${prefix}.id`, value: `F${at + 1}` },
          both(page, `${prefix}.text`, 'text'),
        ],
      },
    ],
  }
}

/** Each by its own clock, and named. */
export function ownMoments(page: PageContext, ids: readonly string[]): Field {
  return {
    kind: 'folded',
    label: t(page.lang, 'ownMoments'),
    fields: ids.map((office) =>
      moment(page, `moments.${office}`, shortOf(page, office), { office }),
    ),
  }
}

function rulesFold(page: PageContext, kind: JointKind, ids: readonly string[]): Field {
  const { lang } = page
  const options = (name: 'silence' | 'partition' | 'compensation' | 'start', word: JointWord) =>
    choice(
      page,
      name,
      word,
      choices[name].options.map((each) => [each, label(lang, 'choice', each)] as const),
      true,
      label(lang, 'rule-hint', name),
    )
  return {
    kind: 'folded',
    label: t(lang, 'rules'),
    fields: [
      offices(page, 'required', 'requiredOffices', ids, { none: t(lang, 'required.none') }),
      whole(page, 'quorum', 'quorumField', { hint: t(lang, 'quorum.hint') }),
      options('start', 'start'),
      options('silence', 'silence'),
      options('partition', 'partition'),
      whole(page, 'windowSeconds', 'window.label', { hint: t(lang, 'window.hint') }),
      options('compensation', 'compensation'),
      ...(kindRules[kind].reveals ? [both(page, 'document.correction', 'correction')] : []),
    ],
  }
}

const defaults = {
  start: 'coordinator',
  silence: 'abstention',
  partition: 'call-off',
  windowSeconds: '60',
  compensation: 'none',
} as const

/** As a new proposal begins, or as the version stands that is amended. */
export function initialProposal(page: PageContext, before: JointDetail): ActForm['initial'] {
  const { document, choices: chosen } = before
  const found = document?.findings ?? []
  return {
    ...defaults,
    ...bothOf('document.title', document?.title),
    ...bothOf('document.text', document?.text),
    ...bothOf('document.correction', document?.correction),
    [countName('document.findings')]: String(Math.max(1, found.length)),
    ...Object.assign(
      {},
      ...found.map(({ id, text: said }, at) => ({
        [`document.findings.${at}.id`]: id,
        ...bothOf(`document.findings.${at}.text`, said),
      })),
    ),
    offices: chosen.offices,
    required: chosen.required,
    quorum: String(chosen.quorum),
    replyBy: localOf(page, chosen.replyBy),
    moment: localOf(page, chosen.moment),
    ...momentsOf(page, chosen.moments),
    start: chosen.start,
    silence: chosen.silence,
    partition: chosen.partition,
    windowSeconds: String(chosen.windowSeconds),
    compensation: chosen.compensation,
    ...(before.matter === null ? {} : { matter: before.matter }),
  }
}

export function newProposal(
  page: PageContext,
  kind: JointKind,
  start: { readonly number: string; readonly replyBy: string; readonly matter: string | undefined },
): ActForm['initial'] {
  return {
    ...defaults,
    number: start.number,
    replyBy: localOf(page, start.replyBy),
    // Nobody is invited by oversight: only this office itself, where it can act.
    offices: officesFor(page, kind).filter((id) => id === page.api.office.id),
    ...(start.matter === undefined ? {} : { matter: start.matter }),
  }
}

export function momentsOf(
  page: PageContext,
  moments: JointDetail['choices']['moments'],
): ActForm['initial'] {
  return Object.fromEntries(
    Object.entries(moments ?? {}).map(([office, at]) => [
      `moments.${office}`,
      localOf(page, at, office),
    ]),
  )
}

function bothOf(name: string, value: { readonly en: string; readonly fr: string } | undefined) {
  return value === undefined ? {} : { [`${name}.en`]: value.en, [`${name}.fr`]: value.fr }
}

/** What a question has no use for is not said; the rest is as the fields name it. */
export function finishProposal(kind: JointKind, input: Input): Record<string, unknown> {
  const { number: _, ...rest } = input
  return { ...rest, action: kind }
}
