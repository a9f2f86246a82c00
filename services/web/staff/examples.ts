// Examples in the API's document of what is sent about people and programs.

export const tokenExamples = {
  import: {
    summary: 'A program that reads and records',
    value: { name: 'case-management', roles: ['officer'], days: 90 },
  },
}
export const grantExamples = {
  approver: {
    summary: 'An approver for the summer',
    value: { person: 'camille.roy', role: 'approver', days: 60 },
  },
}
export const delegationExamples = {
  holiday: {
    summary: 'For two weeks',
    value: { to: 'camille.roy', role: 'approver', days: 14 },
  },
}
