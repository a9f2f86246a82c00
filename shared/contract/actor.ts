// How a program tells an instance who asks. Sign-in will replace what a header says by what is known.

/** Its value is percent-encoded: a header carries ASCII only. */
export const actorHeader = 'concert-actor'
