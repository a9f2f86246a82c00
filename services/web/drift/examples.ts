// Examples of the API's document, from the founding case. A test parses each with the schema it illustrates.

export const correctionExamples = {
  'a new holiday': {
    summary: 'A holiday was proclaimed within the time to comply',
    value: {
      id: 'correct-P21-08-comply',
      deadline: 'comply',
      party: 'clearview-ai-inc',
      terms: ['T1', 'T2', 'T3'],
      date: '2022-01-26',
      by: 'Registrar',
      reason: 'January 10, 2022 was proclaimed a day of mourning',
    },
  },
} as const
