// What can be asked of an office, in words and in both languages: what pages offer, and what the audit list says was asked.

import type { DeskChange } from './desk.schema.ts'
import type { Lang, Text } from '../kernel/text.ts'
import type { Act } from '../office/policy.ts'

type KindOf<A> = A extends `order/${infer K}` | `matter/${infer K}` ? K : never
type CommandKind = KindOf<Act>

/** Commands to orders and matters, by their kind; some are named more exactly where more is known. */
export const commandWords = {
  'act.issue': { en: 'Issue an order', fr: 'Rendre une ordonnance' },
  'act.serve': { en: 'Record that a copy was given', fr: 'Consigner la remise d’une copie' },
  'act.dispute-service': {
    en: 'Record that a party disputes its copy',
    fr: 'Consigner qu’une partie conteste la remise de sa copie',
  },
  'act.decide-service': {
    en: 'Record whether a disputed copy counts',
    fr: 'Consigner si une remise contestée est valable',
  },
  'act.refuse': { en: 'Record a refusal', fr: 'Consigner un refus' },
  'act.comply': {
    en: 'Record what the respondent says of compliance',
    fr: 'Consigner ce que la partie visée dit de sa conformité',
  },
  'act.assess': {
    en: 'Record the office’s finding on compliance',
    fr: 'Consigner ce que l’organisme constate de la conformité',
  },
  'act.challenge': {
    en: 'Record that a judicial review or an appeal was filed',
    fr: 'Consigner le dépôt d’un pourvoi en contrôle judiciaire ou d’un appel',
  },
  'act.extend-challenge-time': {
    en: 'Record that a court gave more time to challenge',
    fr: 'Consigner qu’un tribunal a prolongé le délai de contestation',
  },
  'act.decide': { en: 'Record a court’s decision', fr: 'Consigner la décision d’un tribunal' },
  'act.stay': { en: 'Record a stay', fr: 'Consigner une suspension' },
  'act.stay.sought': {
    en: 'Record that a stay was asked for',
    fr: 'Consigner une demande de suspension',
  },
  'act.stay.ordered': {
    en: 'Record that a court ordered a stay',
    fr: 'Consigner qu’un tribunal a ordonné une suspension',
  },
  'act.stay.lifted': {
    en: 'Record that a stay was lifted',
    fr: 'Consigner la levée d’une suspension',
  },
  'act.extend': { en: 'Extend the time', fr: 'Prolonger le délai' },
  'act.extend.office': {
    en: 'Extend the time, by the office',
    fr: 'Prolonger le délai, par l’organisme',
  },
  'act.extend.court': {
    en: 'Record that a court extended the time',
    fr: 'Consigner qu’un tribunal a prolongé le délai',
  },
  'act.undo-extension': { en: 'Undo an extension', fr: 'Annuler une prolongation' },
  'act.correct': { en: 'Correct the order', fr: 'Rectifier l’ordonnance' },
  'act.reword': {
    en: 'Record what a term says since a court varied it',
    fr: 'Consigner ce que dit une disposition modifiée par un tribunal',
  },
  'act.set-deadline': { en: 'Set a date by hand', fr: 'Fixer une date à la main' },
  'act.escalate': { en: 'Take a route', fr: 'Engager une voie' },
  'act.escalate.which': { en: 'Take a route: {route}', fr: 'Engager une voie : {route}' },
  'act.record-outcome': { en: 'Record how a route ended', fr: 'Consigner l’issue d’une voie' },
  'act.record-outcome.which': {
    en: 'Record how a route ended: {route}',
    fr: 'Consigner l’issue d’une voie : {route}',
  },
  'act.rescind': {
    en: 'Rescind the order or terms',
    fr: 'Révoquer l’ordonnance ou des dispositions',
  },
  'act.withdraw': {
    en: 'Withdraw the order or terms',
    fr: 'Retirer l’ordonnance ou des dispositions',
  },
  'act.close': { en: 'Close the order', fr: 'Clore l’ordonnance' },
  'act.succeed': {
    en: 'Record a successor of the respondent',
    fr: 'Consigner un successeur de la partie visée',
  },
  'act.reopen': { en: 'Reopen the order', fr: 'Rouvrir l’ordonnance' },
  'act.record-in-error': {
    en: 'Strike out a fact that was recorded in error',
    fr: 'Radier un fait consigné par erreur',
  },
  'act.opened': { en: 'Open the matter', fr: 'Ouvrir le dossier' },
  'act.investigation-opened': { en: 'Record an investigation', fr: 'Consigner une enquête' },
  'act.findings-published': {
    en: 'Record that findings were published',
    fr: 'Consigner la publication de conclusions',
  },
  'act.report-sent': {
    en: 'Record that the report was sent',
    fr: 'Consigner l’envoi du rapport',
  },
  'act.notice-of-intention': {
    en: 'Record a notice of intention',
    fr: 'Consigner un avis d’intention',
  },
  'act.recommendation-made': { en: 'Record a recommendation', fr: 'Consigner une recommandation' },
  'act.recommendation-refused': {
    en: 'Record that a recommendation was refused',
    fr: 'Consigner le refus d’une recommandation',
  },
  'act.commitment-made': {
    en: 'Record a commitment of the respondent',
    fr: 'Consigner un engagement de la partie visée',
  },
  'act.compliance-reported': {
    en: 'Record what the respondent says of a commitment',
    fr: 'Consigner ce que la partie visée dit d’un engagement',
  },
  'act.compliance-assessed': {
    en: 'Record the office’s finding on a commitment',
    fr: 'Consigner ce que l’organisme constate d’un engagement',
  },
  'act.court-application': {
    en: 'Record an application to a court',
    fr: 'Consigner une demande à un tribunal',
  },
  'act.court-application.which': {
    en: 'Record an application to a court, s. {section} ({by})',
    fr: 'Consigner une demande à un tribunal, art. {section} ({by})',
  },
  'act.court-decided': {
    en: 'Record a court’s decision on an application',
    fr: 'Consigner la décision d’un tribunal sur une demande',
  },
  'act.announced': { en: 'Record an announcement', fr: 'Consigner une annonce' },
  'act.statement-made': { en: 'Record a statement', fr: 'Consigner une déclaration' },
  'act.joint-action': {
    en: 'Record something that offices did together',
    fr: 'Consigner ce que des organismes ont fait ensemble',
  },
  'act.disposition': {
    en: 'Record how this office closes its part',
    fr: 'Consigner l’issue du dossier pour cet organisme',
  },
  'act.reopened': {
    en: 'Record that this office reopens its part',
    fr: 'Consigner la réouverture du dossier par cet organisme',
  },
  'act.noted': {
    en: 'Add a note that every office reads',
    fr: 'Ajouter une note que chaque organisme lit',
  },
  'act.recorded-in-error': {
    en: 'Strike out an entry that was recorded in error',
    fr: 'Radier une inscription consignée par erreur',
  },
} as const satisfies Readonly<Record<`act.${CommandKind}`, Text>> & Readonly<Record<string, Text>>

/** Everything else, by its name in the policy. */
const others: Readonly<Record<Exclude<Act, `order/${string}` | `matter/${string}`>, Text>> = {
  'joint/propose': { en: 'Propose a joint action', fr: 'Proposer une action conjointe' },
  'joint/amend': { en: 'Amend a proposal', fr: 'Modifier une proposition' },
  'joint/postpone': { en: 'Postpone a joint action', fr: 'Reporter une action conjointe' },
  'joint/clarify': { en: 'Answer a question', fr: 'Répondre à une question' },
  'joint/go': { en: 'Give the go', fr: 'Donner le feu vert' },
  'joint/cancel': { en: 'Cancel a proposal', fr: 'Retirer une proposition' },
  'joint/consent': { en: 'Prepare a consent', fr: 'Préparer un consentement' },
  'joint/approve': { en: 'Approve a prepared consent', fr: 'Approuver un consentement préparé' },
  'joint/object': { en: 'Object to a joint action', fr: 'S’opposer à une action conjointe' },
  'joint/abstain': { en: 'Abstain from a joint action', fr: 'S’abstenir d’une action conjointe' },
  'joint/delegate': {
    en: 'Name who approves a consent',
    fr: 'Désigner qui approuve un consentement',
  },
  'joint/withdraw': { en: 'Withdraw the office’s answer', fr: 'Retirer la réponse de l’organisme' },
  'joint/ask': { en: 'Ask the proposer', fr: 'Interroger l’organisme proposant' },
  'joint/forward': { en: 'Forward a request', fr: 'Transmettre une demande' },
  'joint/split': { en: 'Split a request', fr: 'Scinder une demande' },
  'joint/answer': { en: 'Answer a joint action', fr: 'Répondre à une action conjointe' },
  board: { en: 'Read the board', fr: 'Lire le tableau' },
  order: { en: 'Read an order', fr: 'Lire une ordonnance' },
  matters: { en: 'Read the matters', fr: 'Lire les dossiers' },
  matter: { en: 'Read a matter', fr: 'Lire un dossier' },
  chronology: { en: 'Read a chronology', fr: 'Lire une chronologie' },
  evidence: { en: 'Fetch evidence', fr: 'Obtenir une preuve' },
  deadlines: { en: 'Read the dates', fr: 'Lire les échéances' },
  due: { en: 'Read what is due', fr: 'Lire ce qui vient à échéance' },
  orderList: { en: 'List orders', fr: 'Lister les ordonnances' },
  matterList: { en: 'List matters', fr: 'Lister les dossiers' },
  dueList: { en: 'List dates', fr: 'Lister les échéances' },
  work: { en: 'Read the work list', fr: 'Lire la liste de travail' },
  statistics: { en: 'Read the statistics', fr: 'Lire les statistiques' },
  changesSince: { en: 'Read what changed', fr: 'Lire ce qui a changé' },
  matterPicture: { en: 'Read the picture of a matter', fr: 'Lire la frise d’un dossier' },
  ledgers: { en: 'Read how ledgers stand', fr: 'Lire l’état des registres' },
  notifications: { en: 'Read the messages', fr: 'Lire les messages' },
  followers: { en: 'Read how ledgers are followed', fr: 'Lire le suivi des registres' },
  quarantine: { en: 'Read what was set aside', fr: 'Lire ce qui a été mis à part' },
  simulate: { en: 'Ask what would follow', fr: 'Demander ce qui s’ensuivrait' },
  drift: { en: 'Read which dates would differ', fr: 'Lire quelles dates différeraient' },
  jointActions: { en: 'Read the joint actions', fr: 'Lire les actions conjointes' },
  subscribe: { en: 'Follow changes live', fr: 'Suivre les changements en direct' },
  allowed: { en: 'Ask what may be done', fr: 'Demander ce qui peut être fait' },
  preview: { en: 'Check before recording', fr: 'Vérifier avant de consigner' },
  health: { en: 'Ask whether the instance works', fr: 'Demander si l’instance fonctionne' },
  jointAction: { en: 'Read a joint action', fr: 'Lire une action conjointe' },
  jointReadiness: { en: 'Read whether offices are ready', fr: 'Lire si les organismes sont prêts' },
  jointDocument: { en: 'Read the released text', fr: 'Lire le texte diffusé' },
  acknowledge: { en: 'Acknowledge a message', fr: 'Confirmer un message' },
  sendAgain: { en: 'Send a message again', fr: 'Renvoyer un message' },
  checkLedger: { en: 'Check the ledger', fr: 'Vérifier le registre' },
  decideFork: {
    en: 'Decide on a ledger that contradicts itself',
    fr: 'Décider d’un registre qui se contredit',
  },
  acceptSuccession: {
    en: 'Accept the successor of a lost ledger',
    fr: 'Accepter le successeur d’un registre perdu',
  },
  announceMaintenance: { en: 'Announce a maintenance', fr: 'Annoncer une interruption' },
  retryQuarantine: {
    en: 'Read again what was set aside',
    fr: 'Relire ce qui a été mis à part',
  },
  doctor: { en: 'Ask what is wrong', fr: 'Demander ce qui ne va pas' },
  grants: { en: 'Read who has which role', fr: 'Lire qui a quel rôle' },
  grant: { en: 'Give a role', fr: 'Donner un rôle' },
  revokeGrant: { en: 'Revoke a role', fr: 'Retirer un rôle' },
  allTokens: { en: 'Look after the tokens of others', fr: 'S’occuper des jetons des autres' },
  prepared: { en: 'Read what waits for approval', fr: 'Lire ce qui attend une approbation' },
  dropPrepared: { en: 'Drop what is prepared', fr: 'Écarter un acte préparé' },
  approvePrepared: { en: 'Approve what is prepared', fr: 'Approuver un acte préparé' },
  approveCorrection: {
    en: 'Approve a corrected date',
    fr: 'Approuver une date corrigée',
  },
  delegate: { en: 'Delegate a role', fr: 'Déléguer un rôle' },
  tokens: { en: 'Read one’s tokens', fr: 'Lire ses jetons' },
  createToken: { en: 'Create a token', fr: 'Créer un jeton' },
  revokeToken: { en: 'Revoke a token', fr: 'Révoquer un jeton' },
  sessions: { en: 'Read one’s sessions', fr: 'Lire ses sessions' },
  endSession: { en: 'End a session', fr: 'Terminer une session' },
  allSessions: { en: 'Look after the sessions of others', fr: 'S’occuper des sessions des autres' },
  endSessionsOf: {
    en: 'End all sessions of a person',
    fr: 'Terminer toutes les sessions d’une personne',
  },
  endSessions: { en: 'Sign out everywhere', fr: 'Se déconnecter partout' },
  confirmDevice: { en: 'Sign in a command line', fr: 'Connecter une ligne de commande' },
  denyDevice: { en: 'Turn a command line away', fr: 'Écarter une ligne de commande' },
  readUnderSeal: {
    en: 'Read what a court keeps from publication',
    fr: 'Lire ce dont un tribunal interdit la publication',
  },
  audit: { en: 'Read the audit list', fr: 'Lire la liste d’audit' },
  jointList: { en: 'List joint actions', fr: 'Lister les actions conjointes' },
  deskEntries: { en: 'Read who has what', fr: 'Lire qui se charge de quoi' },
  deskItem: { en: 'Read the office’s desk', fr: 'Lire la prise en charge' },
  changeDesk: { en: 'Change the office’s desk', fr: 'Modifier la prise en charge' },
  colleagues: { en: 'Read who the colleagues are', fr: 'Lire qui sont les collègues' },
  savedViews: { en: 'Read the saved views', fr: 'Lire les vues enregistrées' },
  saveView: { en: 'Save a view', fr: 'Enregistrer une vue' },
  shareView: { en: 'Share a view', fr: 'Partager une vue' },
  removeView: { en: 'Remove a view', fr: 'Supprimer une vue' },
  drafts: { en: 'Read one’s drafts', fr: 'Lire ses brouillons' },
  saveDraft: { en: 'Save a draft', fr: 'Enregistrer un brouillon' },
  removeDraft: { en: 'Remove a draft', fr: 'Supprimer un brouillon' },
  handDraft: { en: 'Hand a draft over', fr: 'Confier un brouillon' },
}

/** Changes of the office's desk, as the audit list has them. */
const deskChanges: Readonly<Record<`desk/${DeskChange['kind'] | 'hand-draft'}`, Text>> = {
  'desk/claim': { en: 'Take on', fr: 'Se charger' },
  'desk/release': { en: 'Release', fr: 'Se décharger' },
  'desk/hand': { en: 'Hand over', fr: 'Confier' },
  'desk/hand-draft': { en: 'Hand a draft over', fr: 'Confier un brouillon' },
  'desk/set-due': { en: 'Set the office’s own date', fr: 'Fixer la date interne' },
  'desk/set-priority': { en: 'Set the urgency', fr: 'Fixer l’urgence' },
  'desk/note': { en: 'Write a note', fr: 'Écrire une note' },
  'desk/strike': { en: 'Strike out a note', fr: 'Biffer une note' },
}

/** In words; the code itself where it is of another version. */
export function actName(lang: Lang, act: string): string {
  const kind = /^(?:order|matter)\/(.+)$/.exec(act)?.[1]
  const key = `act.${kind ?? ''}`
  if (Object.hasOwn(commandWords, key)) return commandWords[key as keyof typeof commandWords][lang]
  if (Object.hasOwn(deskChanges, act)) return deskChanges[act as keyof typeof deskChanges][lang]
  return Object.hasOwn(others, act) ? others[act as keyof typeof others][lang] : act
}
