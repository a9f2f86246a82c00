// Words of the pages about people: what waits for a second person, the audit list, roles and tokens.

import type { Text } from '../../../shared/kernel/text.ts'
import { vocabulary } from '../../../shared/kernel/vocabulary.ts'
import { kitWords } from '../kit/words.ts'

const words = {
  'approvals.title': { en: 'To approve', fr: 'À approuver' },
  'approvals.why': {
    en: 'Nothing of this is recorded. Each waits until a person other than the one who prepared it approves it.',
    fr: 'Rien de ceci n’est consigné. Chaque acte attend qu’une personne autre que celle qui l’a préparé l’approuve.',
  },
  'approvals.none': { en: 'Nothing waits.', fr: 'Rien n’attend.' },
  'approvals.by': { en: 'Prepared by', fr: 'Préparé par' },
  'approvals.by.for': { en: '{name}, for {other}', fr: '{name}, pour {other}' },
  'approvals.at': { en: 'Prepared on', fr: 'Préparé le' },
  'approvals.at.real': {
    en: 'Real time, by the clock of {office}',
    fr: 'Heure réelle, à l’horloge de {office}',
  },
  'approvals.one': { en: 'Approve: {act}', fr: 'Approuver : {act}' },
  'approvals.own': {
    en: 'This is prepared. Nothing is recorded before another person approves it.',
    fr: 'Ceci est préparé. Rien n’est consigné avant qu’une autre personne l’approuve.',
  },
  'approvals.final': {
    en: 'What you approve is signed and recorded at once, with your name and the name of the one who prepared it. Nothing that is recorded is ever erased.',
    fr: 'Ce que vous approuvez est signé et consigné aussitôt, avec votre nom et celui de la personne qui l’a préparé. Rien de ce qui est consigné n’est jamais effacé.',
  },
  'approvals.approve': { en: 'Approve and record', fr: 'Approuver et consigner' },
  'approvals.drop': { en: 'Drop it', fr: 'Écarter' },
  'approvals.back': { en: 'All that waits', fr: 'Tout ce qui attend' },
  'approvals.signIn': {
    en: 'Sign in again to approve',
    fr: 'Se connecter de nouveau pour approuver',
  },
  'approvals.moved': {
    en: 'Somebody recorded something else after this page was made. Look at it again: this is how things stand now.',
    fr: 'Autre chose a été consigné depuis que cette page a été faite. Relisez : voici l’état actuel.',
  },
  'approvals.refused': { en: 'It was not recorded', fr: 'Rien n’a été consigné' },
  'approvals.dropped': {
    en: 'It was dropped. Nothing was recorded.',
    fr: 'L’acte préparé est écarté. Rien n’a été consigné.',
  },
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
