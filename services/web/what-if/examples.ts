// Examples of the API's document, from the founding case. A test parses each with the schema it illustrates.

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
