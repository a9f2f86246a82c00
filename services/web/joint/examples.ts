// Examples of joint commands, for the API's document. A test parses each with the schema it illustrates.

const both = (en: string, fr: string) => ({ en, fr })
const one = { on: '2021-12-01', version: 1 } as const

export const jointCommandExamples = {
  propose: {
    summary: 'Propose a joint statement',
    value: {
      kind: 'propose',
      id: 'propose-J21-01',
      on: '2021-12-01',
      by: 'Director',
      action: 'statement',
      matter: 'clearview-ai',
      offices: ['ca-bc-oipc', 'ca-ab-oipc', 'ca-qc-cai', 'ca-fed-opc'],
      replyBy: '2021-12-08T00:00:00.000Z',
      moment: '2021-12-14T17:00:00.000Z',
      partition: 'call-off',
      compensation: 'correction',
      document: {
        title: both(
          'Provinces order Clearview AI to stop',
          'Les provinces ordonnent à Clearview AI de cesser',
        ),
        text: both(
          'Three provincial authorities have made binding orders.',
          'Trois organismes provinciaux ont rendu des ordonnances exécutoires.',
        ),
        findings: [
          {
            id: 'F1',
            text: both(
              'Faces were collected without consent',
              'Des visages ont été recueillis sans consentement',
            ),
          },
        ],
        correction: both(
          'The statement of today was published too early.',
          "La déclaration d'aujourd'hui a été publiée trop tôt.",
        ),
      },
    },
  },
  consent: {
    summary: 'Prepare a consent, with a condition',
    value: {
      kind: 'consent',
      id: 'consent-ab',
      ...one,
      by: 'A. Officer',
      conditions: [{ kind: 'with', offices: ['ca-qc-cai'] }],
    },
  },
  approve: {
    summary: 'Another officer approves it',
    value: { kind: 'approve', id: 'approve-ab', ...one, by: 'B. Officer' },
  },
  object: {
    summary: 'Object: which finding, which risk, what should change',
    value: {
      kind: 'object',
      id: 'object-qc',
      ...one,
      by: 'C. Officer',
      objections: [
        {
          finding: 'F1',
          risk: 'Reads as if the appeal were decided',
          change: 'Say that an appeal is open',
        },
      ],
    },
  },
  ask: {
    summary: 'Ask for a clarification',
    value: {
      kind: 'ask',
      id: 'ask-qc',
      ...one,
      question: 'Q1',
      text: 'Is the respondent told before?',
    },
  },
  go: {
    summary: 'Give the go',
    value: { kind: 'go', id: 'go-J21-01', on: '2021-12-10', by: 'Director' },
  },
  cancel: {
    summary: 'Cancel it',
    value: {
      kind: 'cancel',
      id: 'cancel-J21-01',
      on: '2021-12-10',
      reason: 'The respondent has complied',
    },
  },
} as const
