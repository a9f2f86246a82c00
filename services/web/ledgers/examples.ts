// Examples of the API's document. A test parses each with the schema it illustrates.

export const decisionExamples = {
  'what is held': {
    summary: 'What is held here is gone on with',
    value: {
      reason:
        'The office put its ledger back from its own archive; its letter of 24 November says so',
    },
  },
} as const

export const acceptanceExamples = {
  'spoken to': {
    summary: 'Its office was spoken to',
    value: {
      reason:
        'The registrar confirmed by telephone on 24 November that the disk failed and the last two entries are lost',
    },
  },
} as const

export const maintenanceExamples = {
  'a move': {
    summary: 'Two hours in the evening',
    value: {
      from: '2026-11-28T02:00:00.000Z',
      until: '2026-11-28T04:00:00.000Z',
      reason: 'The broker moves to another machine',
    },
  },
} as const
