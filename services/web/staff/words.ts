// Words of what waits for a second person, and of the audit list.

import type { Text } from '../../../shared/kernel/text.ts'
import { vocabulary } from '../../../shared/kernel/vocabulary.ts'
import { kitWords } from '../kit/words.ts'

const words = {
  'prepared.title': { en: 'To approve', fr: 'À approuver' },
  'prepared.none': {
    en: 'Nothing waits for a second person.',
    fr: 'Rien n’attend une deuxième personne.',
  },
  'prepared.why': {
    en: 'The office wants two people for these. Nothing is recorded before another person than the one who prepared it approves.',
    fr: 'L’organisme exige deux personnes pour ces actes. Rien n’est consigné avant qu’une autre personne que celle qui l’a préparé l’approuve.',
  },
  'prepared.open': { en: 'Look at it', fr: 'Examiner' },
  'prepared.one': { en: 'Prepared: {act}', fr: 'Préparé : {act}' },
  'prepared.waits': {
    en: 'This is prepared, and not recorded yet. It waits for another person to approve it.',
    fr: 'Ceci est préparé et n’est pas encore consigné. Une autre personne doit l’approuver.',
  },
  'prepared.by': { en: 'Prepared by', fr: 'Préparé par' },
  'prepared.at': { en: 'Prepared', fr: 'Préparé le' },
  'prepared.about': { en: 'About', fr: 'Objet' },
  'prepared.sign': { en: 'What would be signed', fr: 'Ce qui serait signé' },
  'prepared.dates': { en: 'Dates that would follow', fr: 'Dates qui en découleraient' },
  'prepared.terms': { en: 'Its terms', fr: 'Ses dispositions' },
  'prepared.refused': {
    en: 'As things stand it would be refused:',
    fr: 'En l’état, ce serait refusé :',
  },
  'prepared.final': {
    en: 'What is recorded is signed, seen by every office, and never taken out of the record.',
    fr: 'Ce qui est consigné est signé, vu par tous les organismes, et jamais retiré du registre.',
  },
  'prepared.approve': { en: 'Approve and record', fr: 'Approuver et consigner' },
  'prepared.drop': { en: 'Drop it', fr: 'L’écarter' },
  'prepared.done': {
    en: 'Approved and recorded, as version {version}.',
    fr: 'Approuvé et consigné (version {version}).',
  },
  'prepared.dropped': {
    en: 'Dropped: nothing was recorded.',
    fr: 'Écarté : rien n’a été consigné.',
  },
  'act.issue': { en: 'issue an order', fr: 'rendre une ordonnance' },
  'act.escalate': { en: 'take a route of escalation', fr: 'engager une voie d’exécution' },
  'act.withdraw': { en: 'withdraw', fr: 'retirer' },
  'act.rescind': { en: 'rescind', fr: 'révoquer' },
  'audit.title': { en: 'Audit list', fr: 'Liste d’audit' },
  'audit.why': {
    en: 'Who signed in, what was refused to whom and by which rule, and who gave roles and tokens. Nothing here is ever changed.',
    fr: 'Qui s’est connecté, ce qui a été refusé à qui et par quelle règle, qui a donné des rôles et des jetons. Rien n’y est jamais modifié.',
  },
  'audit.none': { en: 'Nothing yet.', fr: 'Rien encore.' },
  'audit.older': { en: 'Older entries', fr: 'Entrées plus anciennes' },
  'audit.csv': { en: 'As a table (CSV)', fr: 'En tableau (CSV)' },
  'audit.number': { en: 'No.', fr: 'No' },
  'audit.act': { en: 'Asked for', fr: 'Demandé' },
  'audit.about': { en: 'About', fr: 'Objet' },
  'kind.signed-in': { en: 'signed in', fr: 'connexion' },
  'kind.sign-in-failed': { en: 'sign-in failed', fr: 'connexion échouée' },
  'kind.signed-out': { en: 'signed out', fr: 'déconnexion' },
  'kind.session-ended': { en: 'session ended', fr: 'session terminée' },
  'kind.refused': { en: 'refused', fr: 'refus' },
  'kind.token-created': { en: 'token made', fr: 'jeton créé' },
  'kind.token-revoked': { en: 'token revoked', fr: 'jeton révoqué' },
  'kind.role-granted': { en: 'role given', fr: 'rôle donné' },
  'kind.role-revoked': { en: 'role taken away', fr: 'rôle retiré' },
  'kind.role-delegated': { en: 'role delegated', fr: 'rôle délégué' },
  'kind.prepared': { en: 'prepared', fr: 'préparation' },
  'kind.approved': { en: 'approved', fr: 'approbation' },
  'kind.dropped': { en: 'dropped', fr: 'mise à l’écart' },
} as const satisfies Record<string, Text>

export const { t, label } = vocabulary({ ...kitWords, ...words })
