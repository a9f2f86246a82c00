// An entry of the audit list in words, in both languages: for the page and the command line. The codes stand beside them in its CSV.

import { utcText } from '../kernel/date.ts'
import { parseActor, roles, type Role } from '../kernel/actor.ts'
import { parseOrderId } from '../kernel/ids.ts'
import { catalogue, type ProblemCode } from '../kernel/problems.ts'
import type { Lang, Text } from '../kernel/text.ts'
import { vocabulary } from '../kernel/vocabulary.ts'
import { roleNames } from '../office/permit.ts'
import { rules, type RuleId } from '../office/policy.ts'
import { actName } from './act-words.ts'
import { actorName } from './recorder.ts'
import type { AuditEntry } from './staff.schema.ts'

/** What an entry is about, with what a page needs to lead there. */
export interface AuditSubject {
  readonly kind: 'order' | 'matter' | 'joint' | 'other'
  readonly id: string
  readonly words: string
}

export function auditKindText(lang: Lang, kind: AuditEntry['kind']): string {
  return label(lang, 'kind', kind)
}

/** Undefined where nobody was known. */
export function auditWho(lang: Lang, { who }: Pick<AuditEntry, 'who'>): string | undefined {
  if (who === null) return undefined
  const actor = parseActor(who)
  return actor === undefined ? who : actorName(lang, actor)
}

export function auditAct(lang: Lang, { act }: Pick<AuditEntry, 'act'>): string | undefined {
  return act === null ? undefined : actName(lang, act)
}

export function auditSubject(
  lang: Lang,
  { about, act }: Pick<AuditEntry, 'about' | 'act'>,
): AuditSubject | undefined {
  if (about === null) return undefined
  const [, kind, named] = /^(order|matter) (.+)$/.exec(about) ?? []
  const id = named ?? about
  const order = parseOrderId(id)
  if (order !== undefined && kind !== 'matter' && !isJoint(act))
    return { kind: 'order', id, words: t(lang, 'order', { id: order.id }) }
  if (kind === 'matter' || ['matter', 'chronology', 'matterPicture'].includes(act ?? ''))
    return { kind: 'matter', id, words: t(lang, 'matter', { id }) }
  if (isJoint(act)) return { kind: 'joint', id, words: t(lang, 'joint', { id }) }
  return { kind: 'other', id, words: about }
}

/** The refusal's title, the rule's own sentence, and what else was noted; what was noted in English only says so. */
export function auditReasons(
  lang: Lang,
  entry: Pick<AuditEntry, 'code' | 'rule' | 'more' | 'kind' | 'times'>,
): readonly { readonly words: string; readonly lang: Lang }[] {
  const { code, rule, more, times } = entry
  const said = (words: string | undefined) => (words === undefined ? [] : [{ words, lang }])
  return [
    ...said(titleOf(lang, code)),
    ...said(sentenceOf(lang, rule)),
    ...said(times === undefined ? undefined : timesText[lang].replace('{n}', String(times))),
    ...(more === null ? [] : [moreOf(lang, more, entry.kind)]),
  ]
}

const timesText: Text = {
  en: 'The same {n} times within the hour: only the first ones stand singly',
  fr: 'La même chose {n} fois en une heure : seules les premières figurent une à une',
}

function titleOf(lang: Lang, code: string | null): string | undefined {
  if (code === null) return undefined
  return Object.hasOwn(catalogue, code) ? catalogue[code as ProblemCode].title[lang] : code
}

function sentenceOf(lang: Lang, rule: string | null): string | undefined {
  if (rule === null) return undefined
  return Object.hasOwn(rules, rule) ? rules[rule as RuleId].says[lang] : rule
}

/** Roles by their names, instants as such, and what the identity provider's library says as it says it. */
function moreOf(
  lang: Lang,
  more: string,
  kind: AuditEntry['kind'],
): { readonly words: string; readonly lang: Lang } {
  if (kind === 'sign-in-failed')
    return more === unknownToken
      ? { words: t(lang, 'unknownToken'), lang }
      : { words: more, lang: 'en' }
  if ((kind === 'signed-out' || kind === 'session-ended') && /^\d+$/.test(more))
    return { words: t(lang, 'everywhere', { n: more }), lang }
  const words = more.split(/[,;] /).map((part) => {
    const role = roles.find((each): each is Role => each === part)
    if (role !== undefined) return roleNames[role][lang]
    return /^\d{4}-\d\d-\d\dT/.test(part) ? t(lang, 'until', { time: utcText(part) }) : part
  })
  return { words: words.join(', '), lang }
}

function isJoint(act: string | null): boolean {
  return (
    act !== null && (act.startsWith('joint/') || /^joint(Action|Readiness|Document)$/.test(act))
  )
}

/** As the gate notes it. */
export const unknownToken = 'a token that is none, or none any more'

const words = {
  order: { en: 'Order {id}', fr: 'Ordonnance {id}' },
  matter: { en: 'Matter {id}', fr: 'Dossier {id}' },
  joint: { en: 'Joint action {id}', fr: 'Action conjointe {id}' },
  until: { en: 'until {time}', fr: 'jusqu’au {time}' },
  everywhere: { en: '{n} sessions ended, everywhere', fr: '{n} sessions terminées, partout' },
  unknownToken: {
    en: unknownToken,
    fr: 'un jeton qui n’en est pas un, ou n’en est plus un',
  },
  'kind.signed-in': { en: 'signed in', fr: 'connexion' },
  'kind.sign-in-failed': { en: 'sign-in failed', fr: 'connexion échouée' },
  'kind.signed-out': { en: 'signed out', fr: 'déconnexion' },
  'kind.session-ended': { en: 'session ended', fr: 'fin de session' },
  'kind.refused': { en: 'refused', fr: 'refus' },
  'kind.device-confirmed': {
    en: 'command line confirmed',
    fr: 'ligne de commande confirmée',
  },
  'kind.device-denied': { en: 'command line turned away', fr: 'ligne de commande écartée' },
  'kind.device-signed-in': {
    en: 'command line signed in',
    fr: 'connexion d’une ligne de commande',
  },
  'kind.token-created': { en: 'token created', fr: 'jeton créé' },
  'kind.token-revoked': { en: 'token revoked', fr: 'jeton révoqué' },
  'kind.role-granted': { en: 'role given', fr: 'rôle donné' },
  'kind.role-revoked': { en: 'role revoked', fr: 'rôle retiré' },
  'kind.role-delegated': { en: 'role delegated', fr: 'rôle délégué' },
  'kind.prepared': { en: 'prepared', fr: 'préparation' },
  'kind.approved': { en: 'approved', fr: 'approbation' },
  'kind.dropped': { en: 'dropped', fr: 'abandon' },
  'kind.desk-changed': { en: 'desk changed', fr: 'prise en charge modifiée' },
  'kind.view-shared': { en: 'view shared', fr: 'vue partagée' },
  'kind.view-removed': { en: 'shared view removed', fr: 'vue partagée supprimée' },
} as const satisfies Record<string, Text>

const { t, label } = vocabulary(words)
