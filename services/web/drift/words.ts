// The words of dates that would come out differently today, in English and French.

import type { Text } from '../../../shared/kernel/text.ts'
import { vocabulary } from '../../../shared/kernel/vocabulary.ts'
import { kitWords } from '../kit/words.ts'

const words = {
  'drift.notice': {
    en: 'The dates of {n} open orders would come out differently today',
    fr: 'Les dates de {n} ordonnances ouvertes seraient différentes aujourd’hui',
  },
  'drift.notice.one': {
    en: 'The dates of an open order would come out differently today',
    fr: 'Les dates d’une ordonnance ouverte seraient différentes aujourd’hui',
  },
  'drift.title': {
    en: 'Dates that would come out differently today',
    fr: 'Dates qui seraient différentes aujourd’hui',
  },
  'drift.lead': {
    en: 'Under the rules and the time zone data that are here now. Nothing moves by itself: an approver of the order’s own office approves each correction, which is recorded.',
    fr: 'Selon les règles et les données de fuseaux horaires présentes. Rien ne change de soi-même : une personne habilitée de l’organisme qui a rendu l’ordonnance approuve chaque rectification, qui est consignée.',
  },
  'drift.packs': {
    en: 'Rules at issuance {before}, now {after}',
    fr: 'Règles lors de l’ordonnance : {before}; maintenant : {after}',
  },
  'drift.before': { en: 'As recorded', fr: 'Tel que consigné' },
  'drift.after': { en: 'As it would be today', fr: 'Tel que ce serait aujourd’hui' },
  'drift.none': { en: 'no date', fr: 'aucune date' },
  'drift.why': { en: 'What made the difference', fr: 'Ce qui fait la différence' },
  'drift.why.unsaid': {
    en: 'It follows from an earlier fact of the order.',
    fr: 'Cela découle d’un fait antérieur de l’ordonnance.',
  },
  'drift.day.passed': {
    en: '{date} does not count now ({why})',
    fr: 'le {date} ne compte plus ({why})',
  },
  'drift.day.counted': {
    en: '{date} counts now (before: {why})',
    fr: 'le {date} compte maintenant (avant : {why})',
  },
  'drift.start': {
    en: 'it begins {after}, before {before}',
    fr: 'le délai commence le {after}, avant le {before}',
  },
  'drift.period': {
    en: 'the period is {after}, before {before}',
    fr: 'le délai est de {after}, avant {before}',
  },
  'drift.counting': {
    en: 'days are counted as {after}, before as {before}',
    fr: 'les jours sont comptés ainsi : {after}; avant : {before}',
  },
  'drift.rules.added': { en: 'it rests on', fr: 'elle repose sur' },
  'drift.rules.gone': { en: 'it no longer rests on', fr: 'elle ne repose plus sur' },
  'drift.zone-data': {
    en: 'the day ends at another instant: zone data {after}, before {before}',
    fr: 'le jour se termine à un autre instant : données de fuseaux {after}, avant {before}',
  },
  'drift.new': { en: 'there was no such date', fr: 'cette date n’existait pas' },
  'drift.gone': {
    en: 'the law as it is here now gives no such date',
    fr: 'la loi telle qu’elle est ici ne donne plus cette date',
  },
  'drift.approve': { en: 'Approve and record it', fr: 'Approuver et consigner' },
  'drift.reason': { en: 'Why it is approved', fr: 'Motif de l’approbation' },
  'drift.by': { en: 'Your name', fr: 'Votre nom' },
  'drift.final': {
    en: 'This moves the date in the record. What is recorded stays there.',
    fr: 'Ceci change la date au registre. Ce qui est consigné y reste.',
  },
  'drift.approver': {
    en: 'An approver of this office can approve it.',
    fr: 'Une personne de cet organisme habilitée à approuver peut le faire.',
  },
  'drift.signIn': {
    en: 'Sign in again to approve it',
    fr: 'Se connecter de nouveau pour approuver',
  },
  'drift.other': {
    en: 'This is another office’s order: only that office can approve.',
    fr: 'Cette ordonnance est celle d’un autre organisme : lui seul peut approuver.',
  },
  'drift.challenge': {
    en: 'Challenge {challenge} would be judged otherwise: {after}, recorded as {before}.',
    fr: 'La contestation {challenge} serait jugée autrement : {after}; consignée : {before}.',
  },
  'drift.refused': {
    en: 'What was recorded on {date} ({fact}) would be refused today: {message}',
    fr: 'Ce qui a été consigné le {date} ({fact}) serait refusé aujourd’hui : {message}',
  },
} as const satisfies Record<string, Text>

export const { t, label } = vocabulary({ ...kitWords, ...words })
