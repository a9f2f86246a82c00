// Every bound of the program, in one place, each with its reason. Units are in the names.

/** Events a single order may carry in one workflow run before it continues as new: far below Temporal's 51,200. */
export const maxHistoryEventsPerRun = 4_000
/** Command ids an aggregate remembers, for a retry that comes after continue-as-new; older ones are found in the ledger. */
export const maxRememberedCommands = 200
/** Largest event a ledger takes: JetStream's default message limit is 1 MiB; an order of 200 terms is about 150 kB. */
export const maxEventBytes = 512 * 1024
/** Characters of what an event is shared under: a few rules of law with their purposes are under 2,000; fifty readers add 1,000. */
export const maxSharedUnderLength = 16 * 1024
/** Of those as many are remembered as read: ten offices say five classes each on a day. With the longest ones that is 4 MiB. */
export const maxSharedUnderKept = 256
/** Largest HTTP request body: one command, or a case file's fact; the event made of it must fit `maxEventBytes`. */
export const maxRequestBytes = 256 * 1024
/** Largest case file: the founding case is 9 kB. */
export const maxCaseBytes = 4 * 1024 * 1024
/** Terms of one order: real orders have three to twenty. */
export const maxTermsPerOrder = 200
/** Parties one order binds. */
export const maxPartiesPerOrder = 200
/** Characters of any free text from outside. */
export const maxTextLength = 10_000
/** Events read from a ledger by one request: about 2 MB in flight at 8 kB each. */
export const readBatchEvents = 256
/** Deadlines of one calendar feed: more make no readable calendar, and hold the process for longer than a third of a second. */
export const maxCalendarDeadlines = 5_000
/** How long a deadline that has passed stays in a calendar feed: a year to look back; all are on the order's page. */
export const calendarPastDays = 366
/** How often a calendar program should ask for a feed again; what is near is told by the alarms, not by the feed. */
export const calendarRefreshSeconds = 3_600
/** Days a period may count: a century; more is a typing error. */
export const maxPeriodDays = 36_525
/** Latest year a clock may start in: a century later is still a date of four digits. */
export const maxClockYear = 9_899
/** Pages that may listen for changes at once: an office's staff with a few tabs each; every one is an open socket. */
export const maxEventStreams = 256
/** Of these, how many one person may have from one address: many tabs, and no way to take all of them. */
export const maxEventStreamsPerClient = 64
/** Connections of an instance: its listeners, and an office's staff with a browser's six each. */
export const maxConnections = 1_024
/** Connections of one address that have sent no request yet: a proxy opens some dozens at once. */
export const maxHalfOpenPerClient = 256
/** How long a client may take for the head of a request: a slow line needs a second. */
export const headersTimeoutMs = 10_000
/** How long it may take for all of it: `maxRequestBytes` at 9 kB a second. */
export const bodyTimeoutMs = 30_000
/** Changes kept for one slow listener before they are replaced by one "refresh". */
export const maxQueuedChanges = 128
/** Silence after which a listener is sent a heartbeat: below the minute after which proxies close. */
export const heartbeatMs = 15_000
/** One try of `record` inside a workflow task: it takes 1 to 3 ms; a try that takes longer than this would hold the task (10 s) and its answer. */
export const localRecordTimeoutMs = 2_000
/** One try of `record` as a task of its own, when the broker was away: as long as a slow disk may take. */
export const recordTimeoutMs = 10_000
/** First wait before such a try is repeated: a broker that restarts is back within a second or two. */
export const firstRecordRetryMs = 500
/** Longest wait between two tries: a broker that was away for days is used within half a minute of its return. */
export const longestRecordRetryMs = 30_000
/** Wait before an alarm that could not be recorded is tried again: a person has to repair something first. */
export const alarmRetryMs = 60_000
/** The first pause before an alarm that was refused is tried again: clocks of two machines differ by milliseconds. */
export const firstAlarmRetryMs = 250
/** Workflows kept in a worker's memory: each takes about 0.4 MB there (measured); the others are replayed from their short histories when needed. */
export const maxCachedWorkflows = 40
/** How long a person waits for the answer to a command before being told that it may still be carried out. */
export const submitTimeoutMs = 10_000
/** How long a stopping worker lets a command finish: longer than one try of `record` in a workflow task. */
export const workerShutdownMs = 3_000
/** Longest wait of a client for one answer: a command waits for Temporal and the broker, which retry for seconds. */
export const requestTimeoutMs = 30_000
/** How long a replay goes on trying one fact while an office does not answer: a restarted process is back within half a minute. */
export const replayPatienceMs = 180_000
/** How long a replay waits at its end until every office has read every ledger. */
export const settlePatienceMs = 120_000
/** Bytes read from a ledger by one request: eight of the largest events, so that memory stays bounded whatever they are. */
export const readBatchBytes = 4 * 1024 * 1024
/** Room for the headers of a ledger message beside the event: its id, the expected sequence and what the broker adds. */
export const maxEventHeaderBytes = 8 * 1024
/** Changes of one simulation, and orders each may name: each order is decided again fact by fact while nothing else is answered. */
export const maxSimulatedChanges = 100
/** While several commands are under way, what they recorded is stored together this often: a sync for all of them. */
export const gatherMs = 20
/** Events verified and stored in one transaction: about 20 ms, so that nothing else in the process waits longer. */
export const storeBatchEvents = 64
/** The same in time: events of a long matter take longer each. */
export const storeBatchMs = 20
/** Live events kept for a follower that is busy; beyond it they are dropped and read from the ledger instead. */
export const maxQueuedLiveEvents = 1_024
/** How often a follower asks a quiet ledger for a sign of life. */
export const ledgerHeartbeatMs = 5_000
/** First pause before a ledger is asked again whose copy for readers may be behind: it is so by some milliseconds. */
export const lagFirstMs = 20
/** How long a ledger may end there, without growing, before nothing more is taken from it: a head is signed anew within this. */
export const lagPatienceMs = 60_000
/** How long an office's copy for readers may stand still behind its ledger before it is made anew: its broker itself tries again after 10 seconds. */
export const copyPatienceMs = 30_000
/** The longest such patience: a copy that is made anew again and again costs as much as all of its readers. */
export const copyLongestPatienceMs = 3_600_000
/** How long one request to a broker may take. */
export const brokerTimeoutMs = 5_000
/** Less room than this on the disk of an office's folder is said: SQLite's journals of one busy hour fit into it. */
export const leastFreeBytes = 64 * 1024 * 1024
/** Appends of one command that lose against another one before it is a fault: the workflow is the only other writer. */
export const maxAppendAttempts = 8
/** How long Temporal waits for a worker that took a workflow task and went silent: longer than `localRecordTimeoutMs`, shorter than a sender waits. */
export const workflowTaskTimeoutMs = 5_000
/** How long Temporal waits for the worker that has a workflow in memory, before any worker may take it. */
export const stickyWorkerTimeoutMs = 2_000
/** Offices of one joint action: all of Canada's are fourteen. */
export const maxJointOffices = 40
/** Findings of one joint document that an objection can point to. */
export const maxFindings = 100
/** Objections of one office to one version. */
export const maxObjections = 50
/** Commands that one office drafts for one joint action: one for each of its orders. */
export const maxDrafts = 50
/** Longest window in which offices may act after the agreed moment: an hour; the custom is a minute. */
export const maxWindowSeconds = 3_600
/** Sealed content in base64url, so characters are bytes: an envelope's base64 makes 342 KiB of it, and with 50 recipients it fits into `maxEventBytes`. */
export const maxSealedBytes = 256 * 1024
/** Recipients of one sealed draft: each takes about 200 bytes; the commissioners of a country and some abroad are fewer. */
export const maxSealRecipients = 50
/** Characters of a seal key's name: an office's id and a mark are about 30. */
export const maxKeyIdLength = 128
/** Characters of a sealed draft's protected header: three names and one public key are about 170. */
export const maxSealHeaderLength = 512
/** First wait before an office goes on with a joint action that it could not go on with. */
export const jointRetryMs = 200
/** Longest such wait: a Temporal that is back is used within some seconds. */
export const longestJointRetryMs = 5_000
/** How far ahead the first lawful day is looked for: further than any limitation period of the packs, from the order on. */
export const maxReadinessDays = 3_660
/** How long an answer waits until the office's own projection shows what was recorded: it takes some milliseconds. */
export const ownViewPatienceMs = 2_000
/** How long a starting office waits until it has read every ledger before it decides anything: a broker that is there is read in a fraction of it. */
export const firstReadPatienceMs = 3_000
/** How many own aggregates a process keeps as it recorded them: the next command to one of them needs no look-up. A few kB each. */
export const maxAggregatesInMemory = 4_000
/** An alarm that comes this long after its instant, in real time, is marked late: nobody watched. */
export const lateAfterMs = 10_000
/** How many lives are told at once: more would only take from the commands. */
export const tellsAtOnce = 4
/** While commands are under way one life is told at a time: they come first. */
export const tellsBesideCommands = 1
/** Beside commands, an aggregate is told of when nothing more was recorded of it for this long: one signal for what belongs together. */
export const settledMs = 100
/** It is told of after this long in any case. */
export const longestSettleMs = 1_000
/** Who was sent no command for this long is not busy, and tells at once. */
export const quietAfterMs = 20
/** What falls due within this time is told at once: its life must be there when it comes. */
export const dueSoonMs = 2_000
/** How often it is written down how far the lives were told: what was told since is told again after a crash. */
export const toldMarkMs = 100
/** Most events in one signal; a life that lacks more reads the rest itself. */
export const maxToldEvents = 20
/** How many events may wait to be told in memory; the others wait in the projection. */
export const maxWaitingEvents = 2_000
/** How often a quiet Temporal is asked whether it is there, and how long it may take to answer. */
export const enginePulseMs = 5_000
export const engineAnswerMs = 1_500
/** How often it is looked whether every open aggregate still has its life. */
export const lifeSweepMs = 10 * 60_000
/** How long one telling may take before Temporal counts as away. */
export const tellTimeoutMs = 5_000
/** How soon after an append a head over it is signed: appends of one second share a head, so that a busy office signs one a second. */
export const headWithinMs = 1_000
/** How often a head is signed and shown though nothing was recorded: what was not confirmed for three of these is said to be so. */
export const headHeartbeatMs = 60_000
/** What an office has seen of the others' heads is said anew at least so often: about 1 kB for ten offices, kept by each. */
export const seenAtLeastMs = 3_600_000
/** Characters of what an office says it has seen: forty offices of at most three hundred each. */
export const maxSeenLength = 16 * 1024
/** Least time between two statements of one office that are kept: half of what an honest one waits. */
export const seenApartMs = headHeartbeatMs / 2
/** Older statements are not taken: whoever was away for longer says a new one when they are back. */
export const oldestSeenMs = 7 * 24 * 3_600_000
/** How often a head gets post-quantum signatures, of 2,420 bytes each: every later one covers what came before. Below a heartbeat, so that each heartbeat has them. */
export const durableHeadMs = 50_000
/** How long every head keeps its post-quantum signatures; of each day before that one head keeps them, and covers the others: 3.5 kB for each office and role. */
export const durableKeptMs = 2 * 24 * 3_600_000
/** How long a cosignature may be older than now before the page says "not confirmed since": three heartbeats. */
export const notConfirmedAfterMs = 180_000
/** How far in the future a peer's cosignature may say to be made, and how much later than one of a longer head: clocks that are kept, and what is read and then confirmed, differ by seconds, not by minutes. */
export const maxFutureSeconds = 120
/** Characters of one signed head: forty offices in two roles with two algorithms are about 280 kB. */
export const maxNoteLength = 512 * 1024
/** How long what others show of logs waits to be judged together: below the second within which a head follows an append. */
export const headPassMs = 500
/** Proofs in what an office shows of its log: one for each peer's last word. */
export const maxShownProofs = 40
/** Logs about which one office may have something to say that is not judged yet. */
export const maxWaitingHeads = 100
/** How long a starting office waits for what peers confirmed of its ledger before it records: who cannot be asked is left out. */
export const confirmedPatienceMs = 1_500
/** How long a witness that is no office may take to answer: a heartbeat later it is asked again. */
export const witnessPatienceMs = 10_000
/** How often what was set aside is read and judged again. */
export const asideRetryMs = 3_600_000
/** Messages of one ledger that are read again on one connection. */
export const maxAsideRetried = 1_000
/** What is set aside of one ledger before its follower pauses; an honest office has none of it. */
export const asideLimits = {
  /** Until somebody has looked: twenty of the largest events. */
  bytes: 10 * 1024 * 1024,
  /** Until somebody has looked: what an office of an older version cannot read of a busy one in some weeks. */
  messages: 10_000,
  /** Until the minute is over: each is written to the log, and read twice. */
  perMinute: 600,
} as const
/** How often an office compares all of its own ledger with what it knows. */
export const ownLedgerSweepMs = 24 * 3_600_000
/** Largest evidence file: an order of a hundred events with its packs and heads is about 2 MB. */
export const maxEvidenceBytes = 64 * 1024 * 1024
/** Parts of one: each of ours has a kilobyte and more, and each is compared with others. */
export const maxEvidenceParts = 100_000
/** Entries that the findings about a file's manifest, and those about its heads, name together: more is nobody's reading, and would fill the memory of whoever checks it. */
export const maxEntriesNamed = 1_000_000
/** How deep JSON from outside may be nested: our deepest form has about a dozen levels. */
export const maxJsonDepth = 64
/** Years that a legal date or an instant may lie in: the oldest statutes in force are of the 1800s, and no limitation runs beyond two centuries. */
export const plausibleYears = { first: 1_800, last: 2_200 } as const
/** How fresh a sign-in has to be for what cannot be taken back: long enough to read once more what is signed, too short for an open screen. */
export const freshSignInMs = 15 * 60_000
/** A session that nobody used: a lunch. What a page fetches by itself is no use. */
export const sessionIdleMs = 60 * 60_000
/** A session that was used all the time: a working day. */
export const sessionMs = 10 * 3_600_000
/** How often it is noted that a session or a token was used: far below `sessionIdleMs`, and no sync of a disk for every request. */
export const usedEveryMs = 60_000
/** Time to sign in at the identity provider, with a second factor that has to be fetched. */
export const signInPatienceMs = 10 * 60_000
/** Sign-ins that may be under way at once: more are somebody who fills memory, and the oldest goes. */
export const maxSignInsUnderWay = 1_000
/** Time to type the code of a command line into a browser and to sign in there: as long as a sign-in takes. */
export const devicePatienceMs = signInPatienceMs
/** How often a command line asks whether its code was confirmed: what RFC 8628 asks where nothing else is said. */
export const devicePollMs = 5_000
/** Command lines that may wait to be signed in at once: more are somebody who fills memory, and the oldest goes. */
export const maxDevicesUnderWay = 1_000
/** Wrong codes a minute: within the ten that a code lives nobody finds one of a thousand among 25,600,000,000. */
export const maxWrongUserCodesPerMinute = 30
/** Longest life of a token: what nobody has looked at for a year is nobody's. */
export const maxTokenDays = 366
/** Longest delegation: a leave; whoever is away for longer is replaced, not stood in for. */
export const maxDelegationDays = 184
/** Refusals without a known actor that the audit list takes in a minute: the rest is counted, so that nobody fills the disk. */
export const maxUnknownAuditedPerMinute = 60
/** Refusals of one kind to one person within an hour that stand singly in the audit list: more is a program, or somebody who fills the disk, and is counted. */
export const maxSameRefusalsPerHour = 100
/** Tokens of one person that let somebody in, or were made within a day: a program for each thing that an office has, and to try. */
export const maxTokens = 100
/** Commands of one person that wait for a second one: more than a second person reads in a day. */
export const maxPreparedCommands = 200
/** Open sessions of one person: some browsers and command lines on some machines. The longest unused one ends for a further one. */
export const maxSessions = 20
/** Characters of a time zone's name: the longest of the zone data has 32. */
export const maxZoneLength = 64
/** Rows of one page of a list: what a person looks through, about 40 kB. */
export const listPageRows = 50
/** Most rows that one request may ask of a list: a program that wants all of them goes on with the cursor. */
export const maxListPage = 500
/** Notifications, and messages, of one answer where no limit is asked: as many as before they had pages. */
export const notificationPageRows = 200
/** Rows of a list as CSV: a spreadsheet of more is an export, and holds the process for seconds. */
export const maxCsvRows = 10_000
/** Characters of a search: longer than any name of a party that a person types. */
export const maxSearchLength = 200
/** How far ahead the work list looks: a week. */
export const soonDays = 7
/** Rows of lists that are made anew in one go between requests: some 20 ms. */
export const listBatchRows = 100
/** Of one layer of a connection test: all layers of all offices end before whoever asked gives up. */
export const wayTimeoutMs = 1_500
/** A certificate that ends sooner is said: time to ask for another one and to bring it in. */
export const certificateNoticeMs = 30 * 24 * 60 * 60 * 1000
/** An announced maintenance: two weeks are more than any repair that was planned. */
export const maxMaintenanceDays = 14
/** A key that is meant to be changed within so many days is said: others have to be sent the new entry, and put it in place. */
export const keyNoticeDays = 30
/** What an office's broker bears, so that no reader's key stops it. */
export const brokerLimits = {
  /** The office's own: process, tools, and those of a process that has just died. */
  ownConnections: 32,
  /** One to follow, one to read again, and as many of a process that has just died. */
  readerConnections: 4,
  /** Of one connection: live events, heads, and one for each request under way. */
  subscriptions: 64,
  /** Kept for a client that does not take it: four answers of `readBatchBytes`; then it is cut. */
  pendingBytes: 16 * 1024 * 1024,
  /** How long the broker tries to hand something over to a client. */
  writeSeconds: 5,
  /** Ledgers are on the disk; heads are small. */
  memoryStoreBytes: 64 * 1024 * 1024,
  /** More than any disk of an office: what there is room for is known when it is written. */
  fileStoreBytes: 1024 ** 4,
} as const
/** What one reader may take of an office's broker; beyond it, it is cut, and let in again later. */
export const readerLimits = {
  /** How often the ledger as it is, within an hour: an honest reader takes it once in its life; after it lost everything, and with a copy made besides, three times. */
  ledgersPerHour: 4,
  /** Besides, within an hour: forty offices' heads at every heartbeat, and the entries and heads of a busy hour, by two processes. */
  bytesPerHour: 256 * 1024 * 1024,
  /** Requests within a minute: at 200 a second an office's processor is not theirs; the fastest reading of a whole ledger asks for 256 entries some 120 times a second. */
  requestsPerMinute: 12_000,
  /** For how long the first time; twice as long each further time, up to a day. */
  firstBarMs: 10 * 60_000,
  longestBarMs: 24 * 3_600_000,
} as const
/** How often an office looks at what its readers take: an hour's worth is taken in a second or two. */
export const readersLookMs = 2_000
/** Characters of one note on an office's desk: some paragraphs; what is longer is a document. */
export const maxDeskNoteLength = 4_000
/** Notes on one order, matter or joint action: several a week for years. */
export const maxNotes = 1_000
/** Views of lists that one person keeps: more than anybody finds again. */
export const maxViews = 100
/** Characters of a view's filters: every filter at its longest fits. */
export const maxViewAddressLength = 2_000
/** Drafts that one person keeps: what is begun and not ended in a busy week is some dozens. */
export const maxSavedDrafts = 100
/** Fields of one draft: an order of `maxTermsPerOrder` terms has ten for each. */
export const maxDraftFields = 5_000
/** How long orders are looked at for drift before others have their turn: nobody waits for the count. */
export const driftTurnMs = 5
/** How long others have their turn: with `driftTurnMs` a twentieth of one processor, and 100,000 orders in half an hour. */
export const driftRestMs = 100
