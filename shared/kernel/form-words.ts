// The French of what our own schemas say about a value that does not have their form. Their English stands beside each rule;
// a test holds that every rule that is stated in words has its French here.

const rules: Readonly<Record<string, string>> = {
  'expected a joint action such as "ca-bc-oipc:J21-01"':
    'une action conjointe est attendue, par exemple « ca-bc-oipc:J21-01 »',
  'expected letters, digits, "-" and "_", at most 64':
    'des lettres, des chiffres, « - » et « _ » sont attendus, 64 au plus',
  'expected letters, digits and ":._/-", at most 255':
    'des lettres, des chiffres et « :._/- » sont attendus, 255 au plus',
  'expected a SHA-256 in hex': 'une empreinte SHA-256 en hexadécimal est attendue',
  'expected base64url': 'un texte en base64url est attendu',
  'expected 32 bytes as base64url': '32 octets en base64url sont attendus',
  'expected 32 bytes as base64': '32 octets en base64 sont attendus',
  'expected a NATS user public key': "une clé publique d'utilisateur NATS est attendue",
  'expected an office id such as "ca-bc-oipc"':
    "l'identifiant d'un organisme est attendu, par exemple « ca-bc-oipc »",
  'expected an order id such as "ca-bc-oipc:P21-08"':
    "l'identifiant d'une ordonnance est attendu, par exemple « ca-bc-oipc:P21-08 »",
  'expected a matter id such as "clearview-ai"':
    "l'identifiant d'un dossier est attendu, par exemple « clearview-ai »",
  'expected an address that begins with https://': 'adresse attendue, qui commence par https://',
  'expected an hour of the day such as "16:30"':
    'une heure de la journée est attendue, par exemple « 16:30 »',
  'expected a version such as 2026c': 'une version est attendue, par exemple 2026c',
  'expected a local time such as "2021-12-14T18:00"':
    'une heure locale est attendue, par exemple « 2021-12-14T18:00 »',
  'expected a time zone such as "America/Vancouver"':
    'un fuseau horaire est attendu, par exemple « America/Vancouver »',
  'not a text: it is empty': "ce n'est pas un texte : il est vide",
  'not a text: it is not valid Unicode: a surrogate stands alone':
    "ce n'est pas un texte : son Unicode n'est pas valide",
  'expected the name of a header, such as X-Real-IP':
    "le nom d'un en-tête est attendu, par exemple X-Real-IP",
  'expected host:port': '« hôte:port » est attendu',
  'expected a time such as 07:00': 'une heure est attendue, par exemple 07:00',
  'expected at least one office': 'au moins un organisme est attendu',
  'expected an address of this office': 'une adresse de cet organisme est attendue',
  'expected fewer fields': 'un nombre moindre de champs est attendu',
  'the English text is missing': 'le texte anglais manque',
  'the French text is missing': 'le texte français manque',
  'is the name of a weekday': "c'est le nom d'un jour de la semaine",
  'an objection names a finding, a risk or a change':
    'une opposition nomme une conclusion, un risque ou un changement',
  'expected a date: "on", or "assume" with "between"':
    'une date est attendue : « on », ou « assume » avec « between »',
  'a fact has either "on", or "assume" with "between", not both':
    'un fait a soit « on », soit « assume » avec « between », et non les deux',
  'an assumed date needs "between": [first, last]':
    'une date présumée exige « between » : [premier, dernier]',
  'a key stands twice: each role needs its own':
    'une clé figure deux fois : chaque rôle a besoin de la sienne',
  'expected base64 without stray bits': 'un texte en base64 sans bits superflus est attendu',
  'expected either "order" or "commitment"': 'soit « order », soit « commitment » est attendu',
  'expected "order" with "challenge", or "application"':
    '« order » avec « challenge », ou « application », est attendu',
  'expected "certificate" and "key" together': '« certificate » et « key » sont attendus ensemble',
  'expected either "outcome" or "results"': 'soit « outcome », soit « results » est attendu',
}

const patterns: readonly (readonly [RegExp, string])[] = [
  [/^expected one of (.*)$/, "l'une de ces valeurs est attendue : $1"],
  [/^Invalid discriminator value\. Expected (.*)$/, 'nature inconnue : $1 est attendu'],
  [/^unknown field "(.*)"$/, 'champ inconnu « $1 »'],
  [
    /^impossible date (.*): expected a day that exists, as YYYY-MM-DD$/,
    'date impossible $1 : indiquez un jour qui existe, sous la forme AAAA-MM-JJ',
  ],
  [
    /^the assumed date (\S+) is not between (\S+) and (\S+)$/,
    "la date présumée $1 n'est pas entre $2 et $3",
  ],
  [/^office "(.*)" is listed twice$/, "l'organisme « $1 » figure deux fois"],
  [
    /^not a text: it has the control character (U\+[0-9A-F]+) at position (\d+)$/,
    "ce n'est pas un texte : il contient le caractère de commande $1 à la position $2",
  ],
  [/^unknown kind of fact (.*)$/, 'nature de fait inconnue : $1'],
]

/** Undefined where the rule is not one of ours. */
export function frenchRule(english: string): string | undefined {
  if (Object.hasOwn(rules, english)) return rules[english]
  const found = patterns.find(([pattern]) => pattern.test(english))
  return found === undefined ? undefined : english.replace(found[0], found[1])
}
