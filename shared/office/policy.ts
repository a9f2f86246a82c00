// Who may do what in an office: one list of rules, each a sentence and what it covers. What no rule covers, nobody may do.
// A rule is asked at the door for every call, by services/office/guard.ts; a refusal names it.

import type { Role } from '../kernel/actor.ts'
import type { Text } from '../kernel/text.ts'
import type { MatterCommand } from '../matter/matter.schema.ts'
import type { OrderCommand } from '../order/order.schema.ts'

/** What needs two people, if the office says so. */
export const fourEyesActs = ['issue', 'escalate', 'withdraw'] as const
export type FourEyesAct = (typeof fourEyesActs)[number]

/** Commands that people send; those that only a workflow sends have no rule. */
type OrderAct = `order/${Exclude<OrderCommand['kind'], 'mark-reached' | 'approve-correction'>}`
type MatterAct = `matter/${Exclude<MatterCommand['kind'], 'mark-reached'>}`
type JointAct =
  `joint/${'propose' | 'amend' | 'postpone' | 'clarify' | 'go' | 'cancel' | 'consent' | 'approve' | 'object' | 'abstain' | 'delegate' | 'withdraw' | 'ask' | 'forward' | 'split' | 'answer'}`
type Reading =
  | 'board'
  | 'order'
  | 'matters'
  | 'matter'
  | 'chronology'
  | 'evidence'
  | 'deadlines'
  | 'due'
  | 'orderList'
  | 'matterList'
  | 'dueList'
  | 'work'
  | 'statistics'
  | 'changesSince'
  | 'matterPicture'
  | 'ledgers'
  | 'notifications'
  | 'followers'
  | 'quarantine'
  | 'simulate'
  | 'drift'
  | 'jointActions'
  | 'jointList'
  | 'subscribe'
  | 'allowed'
  | 'preview'
  | 'health'
type Telling = 'acknowledge' | 'sendAgain'
type Sealed = 'jointAction' | 'jointReadiness' | 'jointDocument'
type Watching =
  'checkLedger' | 'decideFork' | 'acceptSuccession' | 'announceMaintenance' | 'retryQuarantine'
type Operating =
  'doctor' | 'grants' | 'grant' | 'revokeGrant' | 'allTokens' | 'allSessions' | 'endSessionsOf'
type Preparing = 'prepared' | 'dropPrepared'
type Approving = 'approvePrepared' | 'approveCorrection'
type Own =
  | 'delegate'
  | 'tokens'
  | 'createToken'
  | 'revokeToken'
  | 'sessions'
  | 'endSession'
  | 'endSessions'
  | 'denyDevice'
type AtDesk =
  | 'deskEntries'
  | 'deskItem'
  | 'changeDesk'
  | 'colleagues'
  | 'savedViews'
  | 'saveView'
  | 'shareView'
  | 'removeView'
  | 'drafts'
  | 'saveDraft'
  | 'removeDraft'
  | 'handDraft'

/** Everything that may be asked of an office: a call of its contract, and for commands their kind. */
export type Act =
  | OrderAct
  | MatterAct
  | JointAct
  | Reading
  | Sealed
  | Telling
  | Watching
  | Operating
  | Preparing
  | Approving
  | Own
  | AtDesk
  | 'confirmDevice'
  | 'audit'
  | 'readUnderSeal'

export interface Rule {
  readonly id: string
  readonly says: Text
  readonly roles: readonly Role[]
  /** Whoever can reach the office, signed in or not. */
  readonly anybody?: true
  /** Nobody but a person who signed in: no program. */
  readonly peopleOnly?: true
  /** The sign-in has to be fresh. */
  readonly fresh?: true
  /** Where the office's policy asks two people for this, the first only prepares it. */
  readonly fourEyes?: FourEyesAct
}

const everybody = ['viewer', 'officer', 'approver', 'coordinator', 'operator', 'auditor'] as const

export const rules = {
  health: {
    id: 'health',
    says: {
      en: 'Whether the instance works is told to anybody who can reach it; what exactly does not, to whoever has a role.',
      fr: 'Si l’instance fonctionne est dit à quiconque peut la joindre; ce qui ne va pas, à quiconque a un rôle.',
    },
    roles: everybody,
    anybody: true,
  },
  read: {
    id: 'read',
    says: {
      en: 'Whoever has a role in the office may read what the ledgers say.',
      fr: 'Quiconque a un rôle dans l’organisme peut lire ce que disent les registres.',
    },
    roles: everybody,
  },
  'read-sealed': {
    id: 'read-sealed',
    says: {
      en: 'The text of a joint action may be read by those who decide on it, by viewers and auditors; not by whoever only operates the instance.',
      fr: 'Le texte d’une action conjointe peut être lu par celles et ceux qui en décident, en consultation et en audit; non par qui ne fait qu’exploiter l’instance.',
    },
    roles: ['viewer', 'officer', 'approver', 'coordinator', 'auditor'],
  },
  'read-under-seal': {
    id: 'read-under-seal',
    says: {
      en: 'What a court keeps from publication, an order or its names, is read by those who act for the office and by auditors; from viewers, operators and programs, and in all that leaves the office, it is withheld.',
      fr: 'Ce dont un tribunal interdit la publication, une ordonnance ou ses noms, est lu par celles et ceux qui agissent pour l’organisme et en audit; à la consultation, à l’exploitation et aux programmes, et dans tout ce qui sort de l’organisme, c’est caviardé.',
    },
    roles: ['officer', 'approver', 'coordinator', 'auditor'],
    peopleOnly: true,
  },
  'read-desk': {
    id: 'read-desk',
    says: {
      en: 'Who has what on their desk, and the notes about it, may be read by those who act for the office, by viewers and auditors; not by whoever only operates the instance.',
      fr: 'Qui se charge de quoi, et les notes à ce sujet, peut être lu par celles et ceux qui agissent pour l’organisme, en consultation et en audit; non par qui ne fait qu’exploiter l’instance.',
    },
    roles: ['viewer', 'officer', 'approver', 'coordinator', 'auditor'],
  },
  desk: {
    id: 'desk',
    says: {
      en: 'Those who act for the office take on what is to be done, hand it or a draft over, date it, write notes about it and share views of the lists.',
      fr: 'Celles et ceux qui agissent pour l’organisme se chargent de ce qui est à faire, le confient ou confient un brouillon, le datent, l’annotent et partagent des vues des listes.',
    },
    roles: ['officer', 'approver', 'coordinator'],
  },
  'own-views': {
    id: 'own-views',
    says: {
      en: 'Whoever has a role in the office may keep views of the lists of their own.',
      fr: 'Quiconque a un rôle dans l’organisme peut conserver ses propres vues des listes.',
    },
    roles: everybody,
  },
  'own-drafts': {
    id: 'own-drafts',
    says: {
      en: 'Drafts are kept, read and removed by the person who typed them; no program with that person’s token sees them.',
      fr: 'Les brouillons sont conservés, lus et supprimés par la personne qui les a saisis; aucun programme muni de son jeton ne les voit.',
    },
    roles: everybody,
    peopleOnly: true,
  },
  'hand-drafts': {
    id: 'hand-drafts',
    says: {
      en: 'A draft is handed over to a colleague by the person who typed it, where both act for the office.',
      fr: 'Un brouillon est confié à une ou un collègue par la personne qui l’a saisi, si toutes deux agissent pour l’organisme.',
    },
    roles: ['officer', 'approver', 'coordinator'],
    peopleOnly: true,
  },
  acknowledge: {
    id: 'acknowledge',
    says: {
      en: 'A message is acknowledged, or sent again, by those who act for the office and those who operate the instance.',
      fr: 'Un message est confirmé, ou renvoyé, par celles et ceux qui agissent pour l’organisme ou exploitent l’instance.',
    },
    roles: ['officer', 'approver', 'coordinator', 'operator'],
  },
  record: {
    id: 'record',
    says: {
      en: 'Facts of orders and matters are recorded by officers.',
      fr: 'Les faits des ordonnances et des dossiers sont consignés par les agentes et agents.',
    },
    roles: ['officer'],
  },
  issue: {
    id: 'issue',
    says: {
      en: 'An order is issued by officers who have just signed in, and by two people where the office says so.',
      fr: 'Une ordonnance est rendue par une agente ou un agent dont la connexion est récente, et par deux personnes si l’organisme l’exige.',
    },
    roles: ['officer'],
    peopleOnly: true,
    fresh: true,
    fourEyes: 'issue',
  },
  escalate: {
    id: 'escalate',
    says: {
      en: 'A route of escalation is taken by officers who have just signed in, and by two people where the office says so.',
      fr: 'Une voie d’exécution est engagée par une agente ou un agent dont la connexion est récente, et par deux personnes si l’organisme l’exige.',
    },
    roles: ['officer'],
    peopleOnly: true,
    fresh: true,
    fourEyes: 'escalate',
  },
  withdraw: {
    id: 'withdraw',
    says: {
      en: 'An order is withdrawn or rescinded by officers who have just signed in, and by two people where the office says so.',
      fr: 'Une ordonnance est retirée ou révoquée par une agente ou un agent dont la connexion est récente, et par deux personnes si l’organisme l’exige.',
    },
    roles: ['officer'],
    peopleOnly: true,
    fresh: true,
    fourEyes: 'withdraw',
  },
  prepared: {
    id: 'prepared',
    says: {
      en: 'What is prepared and waits for a second person may be read by officers, approvers, coordinators and auditors.',
      fr: 'Ce qui est préparé et attend une deuxième personne peut être lu par les agentes et agents, les personnes qui approuvent ou coordonnent, et en audit.',
    },
    roles: ['officer', 'approver', 'coordinator', 'auditor'],
  },
  drop: {
    id: 'drop',
    says: {
      en: 'What is prepared may be dropped by officers and approvers.',
      fr: 'Ce qui est préparé peut être écarté par les agentes et agents et par les personnes qui approuvent.',
    },
    roles: ['officer', 'approver'],
    peopleOnly: true,
  },
  approve: {
    id: 'approve',
    says: {
      en: 'What another person prepared is approved by an approver who has just signed in, and never by the one who prepared it.',
      fr: 'Ce qu’une autre personne a préparé est approuvé par une personne habilitée dont la connexion est récente, et jamais par celle qui l’a préparé.',
    },
    roles: ['approver'],
    peopleOnly: true,
    fresh: true,
  },
  'prepare-consent': {
    id: 'prepare-consent',
    says: {
      en: "The office's consent to a joint action is prepared by officers who have just signed in; another person approves it.",
      fr: 'Le consentement de l’organisme à une action conjointe est préparé par une agente ou un agent dont la connexion est récente; une autre personne l’approuve.',
    },
    roles: ['officer'],
    peopleOnly: true,
    fresh: true,
  },
  answer: {
    id: 'answer',
    says: {
      en: 'A joint action is answered for the office by officers.',
      fr: 'Les agentes et agents répondent pour l’organisme à une action conjointe.',
    },
    roles: ['officer'],
    peopleOnly: true,
  },
  'name-approver': {
    id: 'name-approver',
    says: {
      en: 'Who alone may approve a consent is named by an approver.',
      fr: 'La personne qui seule peut approuver un consentement est désignée par une personne qui approuve.',
    },
    roles: ['approver'],
    peopleOnly: true,
  },
  coordinate: {
    id: 'coordinate',
    says: {
      en: 'Joint actions are proposed, amended and cancelled by coordinators.',
      fr: 'Les actions conjointes sont proposées, modifiées et retirées par les personnes qui coordonnent.',
    },
    roles: ['coordinator'],
    peopleOnly: true,
  },
  go: {
    id: 'go',
    says: {
      en: 'The go for a joint action is given by a coordinator who has just signed in.',
      fr: 'Le feu vert d’une action conjointe est donné par une personne qui coordonne et dont la connexion est récente.',
    },
    roles: ['coordinator'],
    peopleOnly: true,
    fresh: true,
  },
  operate: {
    id: 'operate',
    says: {
      en: 'The instance, the roles and the sessions of people, and the tokens of programs are looked after by operators.',
      fr: 'L’instance, les rôles et les sessions des personnes, et les jetons des programmes relèvent de l’exploitation.',
    },
    roles: ['operator'],
    peopleOnly: true,
  },
  'look-after': {
    id: 'look-after',
    says: {
      en: 'That a ledger is checked, what was set aside is read again, or a maintenance is announced, is asked by operators.',
      fr: 'Qu’un registre soit vérifié, que ce qui a été mis à part soit relu ou qu’une interruption soit annoncée, se demande à l’exploitation.',
    },
    roles: ['operator'],
  },
  'decide-fork': {
    id: 'decide-fork',
    says: {
      en: 'Whether a ledger that contradicts itself is followed again, or one that succeeds a lost one is followed, is decided by an approver who has just signed in.',
      fr: 'Une personne qui approuve, et dont la connexion est récente, décide si un registre qui se contredit est suivi de nouveau, ou si celui qui succède à un registre perdu est suivi.',
    },
    roles: ['approver'],
    peopleOnly: true,
    fresh: true,
  },
  diagnose: {
    id: 'diagnose',
    says: {
      en: 'What is wrong with the instance is told to operators.',
      fr: 'Ce qui ne va pas dans l’instance est dit aux personnes qui l’exploitent.',
    },
    roles: ['operator'],
  },
  own: {
    id: 'own',
    says: {
      en: 'Whoever signed in may delegate a role of their own for a time, see and end their own sessions, and make and revoke tokens that may do no more than they may.',
      fr: 'Quiconque s’est connecté peut déléguer un de ses propres rôles pour un temps, voir et terminer ses propres sessions, et créer et révoquer des jetons qui ne permettent rien de plus.',
    },
    roles: everybody,
    peopleOnly: true,
  },
  'sign-in-device': {
    id: 'sign-in-device',
    says: {
      en: 'A command line is signed in by somebody who has just signed in themselves; it may then do what they may, until its session ends.',
      fr: 'Une ligne de commande est connectée par une personne dont la connexion est récente; elle peut alors ce que cette personne peut, jusqu’à la fin de sa session.',
    },
    roles: everybody,
    peopleOnly: true,
    fresh: true,
  },
  audit: {
    id: 'audit',
    says: {
      en: 'Who signed in, and what was refused to whom, is read by auditors.',
      fr: 'Qui s’est connecté, et ce qui a été refusé à qui, se lit en audit.',
    },
    roles: ['auditor'],
  },
} as const satisfies Record<string, Rule>
export type RuleId = keyof typeof rules

/** The rule of each act. The compiler asks for one where an act has none. */
const ruleOf: Readonly<Record<Act, RuleId>> = {
  board: 'read',
  order: 'read',
  matters: 'read',
  matter: 'read',
  chronology: 'read',
  evidence: 'read',
  deadlines: 'read',
  due: 'read',
  orderList: 'read',
  matterList: 'read',
  dueList: 'read',
  work: 'read',
  statistics: 'read',
  changesSince: 'read',
  matterPicture: 'read',
  ledgers: 'read',
  checkLedger: 'look-after',
  retryQuarantine: 'look-after',
  announceMaintenance: 'look-after',
  decideFork: 'decide-fork',
  acceptSuccession: 'decide-fork',
  notifications: 'read',
  acknowledge: 'acknowledge',
  sendAgain: 'acknowledge',
  followers: 'read',
  quarantine: 'read',
  simulate: 'read',
  drift: 'read',
  jointActions: 'read',
  jointList: 'read',
  subscribe: 'read',
  allowed: 'read',
  preview: 'read',
  health: 'health',
  jointAction: 'read-sealed',
  jointReadiness: 'read-sealed',
  jointDocument: 'read-sealed',
  'order/issue': 'issue',
  'order/escalate': 'escalate',
  'order/withdraw': 'withdraw',
  'order/rescind': 'withdraw',
  'order/serve': 'record',
  'order/dispute-service': 'record',
  'order/decide-service': 'record',
  'order/refuse': 'record',
  'order/comply': 'record',
  'order/assess': 'record',
  'order/extend-challenge-time': 'record',
  'order/set-deadline': 'record',
  'order/record-in-error': 'record',
  'order/challenge': 'record',
  'order/decide': 'record',
  'order/stay': 'record',
  'order/extend': 'record',
  'order/undo-extension': 'record',
  'order/correct': 'record',
  'order/reword': 'record',
  'order/record-outcome': 'record',
  'order/close': 'record',
  'order/reopen': 'record',
  'order/succeed': 'record',
  'matter/opened': 'record',
  'matter/investigation-opened': 'record',
  'matter/findings-published': 'record',
  'matter/recommendation-made': 'record',
  'matter/recommendation-refused': 'record',
  'matter/announced': 'record',
  'matter/statement-made': 'record',
  'matter/joint-action': 'record',
  'matter/noted': 'record',
  'matter/disposition': 'record',
  'matter/reopened': 'record',
  'matter/commitment-made': 'record',
  'matter/notice-of-intention': 'record',
  'matter/report-sent': 'record',
  'matter/court-application': 'record',
  'matter/court-decided': 'record',
  'matter/compliance-reported': 'record',
  'matter/compliance-assessed': 'record',
  'matter/recorded-in-error': 'record',
  'joint/propose': 'coordinate',
  'joint/amend': 'coordinate',
  'joint/postpone': 'coordinate',
  'joint/clarify': 'coordinate',
  'joint/cancel': 'coordinate',
  'joint/go': 'go',
  'joint/consent': 'prepare-consent',
  'joint/approve': 'approve',
  'joint/object': 'answer',
  'joint/abstain': 'answer',
  'joint/withdraw': 'answer',
  'joint/ask': 'answer',
  'joint/forward': 'answer',
  'joint/split': 'answer',
  'joint/answer': 'answer',
  'joint/delegate': 'name-approver',
  approveCorrection: 'approve',
  approvePrepared: 'approve',
  prepared: 'prepared',
  dropPrepared: 'drop',
  doctor: 'diagnose',
  grants: 'operate',
  grant: 'operate',
  revokeGrant: 'operate',
  allTokens: 'operate',
  allSessions: 'operate',
  endSessionsOf: 'operate',
  delegate: 'own',
  tokens: 'own',
  createToken: 'own',
  revokeToken: 'own',
  sessions: 'own',
  endSession: 'own',
  endSessions: 'own',
  denyDevice: 'own',
  confirmDevice: 'sign-in-device',
  audit: 'audit',
  readUnderSeal: 'read-under-seal',
  deskEntries: 'read-desk',
  deskItem: 'read-desk',
  changeDesk: 'desk',
  colleagues: 'read-desk',
  savedViews: 'own-views',
  saveView: 'own-views',
  shareView: 'desk',
  removeView: 'own-views',
  drafts: 'own-drafts',
  saveDraft: 'own-drafts',
  removeDraft: 'own-drafts',
  handDraft: 'hand-drafts',
}

export const acts = Object.keys(ruleOf) as Act[]

/** The rule that covers an act; undefined for what is none: nobody may do it. */
export function ruleFor(act: string): Rule | undefined {
  return Object.hasOwn(ruleOf, act) ? rules[ruleOf[act as Act]] : undefined
}
