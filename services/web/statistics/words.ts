// The words of the statistics, in English and French.

import type { Text } from '../../../shared/kernel/text.ts'
import { vocabulary } from '../../../shared/kernel/vocabulary.ts'
import { kitWords } from '../kit/words.ts'

const words = {
  title: { en: 'Statistics', fr: 'Statistiques' },
  explain: {
    en: 'Orders of all offices as they stand on {date}, counted from what their ledgers say. Days are calendar days. The median is the middle order; nine of ten took no longer than the second number.',
    fr: 'Ordonnances de tous les organismes en date du {date}, d’après leurs registres. Les jours sont des jours civils. La médiane est celle de l’ordonnance du milieu; neuf sur dix n’ont pas pris plus que le second nombre.',
  },
  none: { en: 'No order has been recorded yet.', fr: 'Aucune ordonnance n’est encore consignée.' },
  csv: { en: 'Download as CSV', fr: 'Télécharger en CSV' },
  'total.orders': { en: 'Orders', fr: 'Ordonnances' },
  'total.open': { en: 'Open', fr: 'En cours' },
  'total.overdue': { en: 'Overdue', fr: 'En retard' },
  ages: { en: 'How old open orders are', fr: 'Âge des ordonnances en cours' },
  'age.month': { en: 'up to 30 days', fr: 'jusqu’à 30 jours' },
  'age.quarter': { en: '31 to 91 days', fr: '31 à 91 jours' },
  'age.year': { en: '92 days to 1 year', fr: '92 jours à 1 an' },
  'age.two-years': { en: '1 to 2 years', fr: '1 à 2 ans' },
  'age.longer': { en: 'over 2 years', fr: 'plus de 2 ans' },
  outcomes: { en: 'Where all orders stand', fr: 'État de toutes les ordonnances' },
  steps: { en: 'Time per step, in days', fr: 'Durée de chaque étape, en jours' },
  'step.served': { en: 'issued → served', fr: 'rendue → remise' },
  'step.ended': { en: 'issued → ended', fr: 'rendue → terminée' },
  'step.ended-after-service': { en: 'served → ended', fr: 'remise → terminée' },
  'step.challenged': { en: 'served → challenged', fr: 'remise → contestée' },
  'step.decided': { en: 'challenged → first decision', fr: 'contestée → première décision' },
  'step.escalated': { en: 'served → first route taken', fr: 'remise → première voie engagée' },
  'step.count': { en: 'Orders', fr: 'Ordonnances' },
  'step.median': { en: 'Median', fr: 'Médiane' },
  'step.p90': { en: 'Nine of ten', fr: 'Neuf sur dix' },
  'step.name': { en: 'Step', fr: 'Étape' },
  byOffice: { en: 'By office', fr: 'Par organisme' },
  byStatute: { en: 'By statute', fr: 'Par loi' },
  byYear: { en: 'By year of issue', fr: 'Par année' },
  'key.byOffice': { en: 'Office', fr: 'Organisme' },
  'key.byStatute': { en: 'Statute', fr: 'Loi' },
  'key.byYear': { en: 'Year', fr: 'Année' },
  'key.all': { en: 'All', fr: 'Toutes' },
  'csv.key': { en: 'Name', fr: 'Nom' },
  'csv.group': { en: 'Group', fr: 'Groupe' },
} as const satisfies Record<string, Text>

export const { t, label } = vocabulary({ ...kitWords, ...words })
