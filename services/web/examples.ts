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

export const matterCommandExamples = {
  'recommendation-made': {
    summary: 'What an office without order power can do',
    value: {
      kind: 'recommendation-made',
      id: 'recommendation-2021-001',
      on: '2021-02-02',
      text: {
        en: 'Cease offering the service in Canada',
        fr: "Cesser d'offrir le service au Canada",
      },
      confidence: 'V',
      source: 'PIPEDA Findings 2021-001',
    },
  },
} as const

export const simulationExamples = {
  'move-service': {
    summary: 'A copy was given two weeks later',
    value: {
      asOf: '2021-12-31',
      changes: [
        {
          kind: 'move-service',
          orders: ['ca-bc-oipc:P21-08', 'ca-ab-oipc:P2021-12'],
          party: 'clearview-ai-inc',
          to: '2021-12-29',
        },
      ],
    },
  },
  'challenge-and-lose': {
    summary: 'A challenge is filed, and lost',
    value: {
      changes: [
        {
          kind: 'record',
          orders: ['ca-bc-oipc:P21-08'],
          command: {
            kind: 'challenge',
            id: 'what-if',
            on: '2022-01-10',
            challenge: 'what-if',
            challengeKind: 'judicial-review',
            forum: 'Supreme Court of British Columbia',
          },
        },
        {
          kind: 'record',
          orders: ['ca-bc-oipc:P21-08'],
          command: {
            kind: 'decide',
            id: 'what-if-decided',
            on: '2022-06-01',
            challenge: 'what-if',
            outcome: 'upheld',
            citation: 'what if',
            endsStay: true,
          },
        },
      ],
    },
  },
} as const

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

export const recordedExample = {
  kind: 'recorded',
  version: 2,
  eventId: 'ca-bc-oipc/01JX3/order/P21-08/2',
  event: {
    kind: 'copy-given',
    on: '2021-12-14',
    party: 'clearview-ai-inc',
    means: 'registered mail',
  },
} as const

export const problemExample = {
  type: 'urn:concert:problem:before-lawful-day',
  title: 'The law bars steps to comply before this day',
  status: 422,
  code: 'before-lawful-day',
  retryable: false,
  detail:
    'Cannot record compliance with order "P2021-12" on 2022-01-10: the first lawful day is 2022-01-22',
  value: '2022-01-10',
  path: 'on',
  rule: { statute: 'ca-ab-pipa', section: '54(2)', confidence: 'M' },
} as const
