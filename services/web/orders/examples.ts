// Examples of the API's document, from the founding case. A test parses each with the schema it illustrates.

const clearview = {
  id: 'clearview-ai-inc',
  name: 'Clearview AI, Inc.',
  kind: 'organization',
} as const

export const orderCommandExamples = {
  issue: {
    summary: 'Issue an order',
    value: {
      kind: 'issue',
      id: 'issue-P21-08',
      on: '2021-12-14',
      by: 'Registrar',
      matter: 'clearview-ai',
      statute: 'ca-bc-pipa',
      respondent: clearview,
      terms: [
        {
          id: 'T1',
          theme: 'stop-offering',
          kind: 'prohibition',
          effort: 'absolute',
          text: {
            en: 'Do not offer in British Columbia facial recognition services that use personal information collected there without consent',
            fr: 'Ne pas offrir en Colombie-Britannique de services de reconnaissance faciale utilisant des renseignements personnels qui y ont été recueillis sans consentement',
          },
        },
      ],
    },
  },
  serve: {
    summary: 'Record that a copy was given: it starts the clocks',
    value: {
      kind: 'serve',
      id: 'serve-P21-08-clearview',
      on: '2021-12-14',
      by: 'Registrar',
      party: 'clearview-ai-inc',
      means: 'registered mail',
    },
  },
  refuse: {
    summary: 'The respondent refuses',
    value: {
      kind: 'refuse',
      id: 'refuse-P21-08',
      on: '2021-12-14',
      terms: ['T1'],
      reason: 'Says that the order is beyond the powers of a provincial commissioner',
      confidence: 'S',
      source: 'press of 2021-12-14',
    },
  },
  challenge: {
    summary: 'The respondent goes to court',
    value: {
      kind: 'challenge',
      id: 'bc-jr',
      on: '2022-01-25',
      between: ['2021-12-15', '2022-01-29'],
      challenge: 'bc-jr',
      challengeKind: 'judicial-review',
      forum: 'Supreme Court of British Columbia',
      confidence: 'D',
      source: 'petition reported by 2022-01-29',
    },
  },
  decide: {
    summary: 'A court decides',
    value: {
      kind: 'decide',
      id: 'bc-jr-decided',
      on: '2024-12-18',
      challenge: 'bc-jr',
      outcome: 'upheld',
      citation: '2024 BCSC 2311',
    },
  },
} as const
