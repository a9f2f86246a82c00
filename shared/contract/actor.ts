// How a program of this machine tells an instance who asks. It is heard only with this machine's own secret; everybody else is who they signed in as.

/** Its value is percent-encoded: a header carries ASCII only. */
export const actorHeader = 'concert-actor'
