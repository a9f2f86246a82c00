// Examples of the API's document, from the founding case. A test parses each with the schema it illustrates.

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
