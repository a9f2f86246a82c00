// Staff for tests that do not care who asks: whoever calls is taken for this machine's own user, under the name that they give.

import type { Staff } from '../../shared/contract/staff.ts'
import { problemError } from '../../shared/kernel/problems.ts'

export function openStaff(): Staff {
  const none = (): never => {
    throw problemError('not-found', {
      en: 'These tests keep no people',
      fr: 'Ces essais ne gardent personne',
    })
  }
  return {
    identity: 'local',
    localPeople: [],
    recognise: ({ says }) => ({
      ...(says ?? { kind: 'local', name: 'page' }),
      proof: { kind: 'this-machine' },
    }),
    asksForSignIn: () => false,
    open: none,
    close: () => false,
    endSessions: () => 0,
    whenSomebodyLeaves: () => () => undefined,
    sessions: () => [],
    allSessions: () => [],
    endSession: none,
    endSessionsOf: none,
    askDevice: none,
    waitingDevice: none,
    confirmDevice: none,
    denyDevice: none,
    pollDevice: () => ({ kind: 'expired' }),
    signInFailed: () => undefined,
    refused: () => undefined,
    audit: () => [],
    tokens: () => [],
    allTokens: () => [],
    createToken: none,
    revokeToken: none,
    grants: () => [],
    grant: none,
    revokeGrant: none,
    delegate: none,
    prepared: () => [],
    dropPrepared: none,
    approvePrepared: none,
  }
}
