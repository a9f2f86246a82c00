// Examples that several routes share, for the API's document, from the founding case. A test parses each with the schema it illustrates.

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
