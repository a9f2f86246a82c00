// Words of the page of notifications.

import { vocabulary } from '../../../shared/kernel/vocabulary.ts'

export const { t, label } = vocabulary({
  title: { en: 'Notifications', fr: 'Avis' },
  intro: {
    en: 'What people of this office were told by mail or by a program, and what waits to be sent.',
    fr: 'Ce qui a été communiqué aux personnes de cet organisme par courriel ou par un programme, et ce qui attend d’être envoyé.',
  },
  nobody: {
    en: 'Nobody is told anything: no recipient is configured for this office.',
    fr: 'Personne n’est avisé : aucun destinataire n’est configuré pour cet organisme.',
  },
  open: { en: 'Not acknowledged', fr: 'Sans accusé de réception' },
  done: { en: 'Acknowledged', fr: 'Accusés de réception' },
  messages: { en: 'Messages', fr: 'Messages' },
  older: { en: 'Older ones', fr: 'Plus anciens' },
  latest: { en: 'Back to the latest', fr: 'Retour aux plus récents' },
  none: { en: 'None', fr: 'Aucun' },
  what: { en: 'What', fr: 'Objet' },
  whom: { en: 'To', fr: 'Destinataire' },
  when: { en: 'When', fr: 'Quand' },
  by: { en: 'By', fr: 'Échéance' },
  state: { en: 'State', fr: 'État' },
  subject: { en: 'Subject', fr: 'Sujet' },
  action: { en: 'Action', fr: 'Action' },
  acknowledge: { en: 'Acknowledge', fr: 'Accuser réception' },
  'acknowledge.of': { en: 'Acknowledge: {what}', fr: 'Accuser réception : {what}' },
  again: { en: 'Send again', fr: 'Renvoyer' },
  'again.of': { en: 'Send again: {subject}', fr: 'Renvoyer : {subject}' },
  'state.waits': { en: 'waits to be sent', fr: 'en attente d’envoi' },
  'state.written': { en: 'told', fr: 'communiqué' },
  'state.sent': { en: 'sent', fr: 'envoyé' },
  'state.failed': { en: 'not sent yet, {tries} tries', fr: 'pas encore envoyé, {tries} essais' },
  'state.acknowledged': { en: 'acknowledged by {who}', fr: 'accusé de réception par {who}' },
  'urgency.now': { en: 'alert', fr: 'alerte' },
  'urgency.digest': { en: 'digest', fr: 'sommaire' },
})
