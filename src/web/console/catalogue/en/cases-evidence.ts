/** What a case shows beside its flags: doubts about the record, times, others, identity. */
export const casesEvidence = {
  'case.tab.times': 'Times',
  'case.tab.similar': 'Similar ({count})',
  'case.tab.identity': 'Identity',
  'case.weight.hidden': 'Shown once the case is decided, so that it sways nobody.',
  'case.base-rate.interval': '(95 % interval {low} – {high})',
  'flag.none':
    'No indicator passed its threshold. Look at the record all the same; there may be nothing to find.',

  'timeline.quality': 'Doubts',
  'timeline.legend.quality': 'what the record does not know',
  'timeline.quality.none':
    'The record is whole: nothing arrived late, nothing is missing, no clock jumped.',
  'timeline.quality.title':
    'What the record does not know: {count} {count|note|notes} on how far to trust the times',
  'timeline.quality.estimated': 'Estimated times',
  'timeline.quality.silence': 'No record',
  'timeline.quality.lost': 'Entries lost',
  'timeline.quality.clock-jumped': 'Clock changed',
  'timeline.quality.stalled': 'Page stood still',
  'timeline.quality.restarted': 'Page reloaded',
  'timeline.quality.cut': 'Arrived after the end',

  'times.title': 'Seconds per item against what the model expects of this person',
  'times.hint':
    'Bars show where 95 in 100 times lie at this person’s own speed (lognormal model); the tick is the middle. Dots are times within, triangles beyond. Below: how far off, in SD; beyond ±2 is rare. Speed alone proves nothing: whoever knows an item answers fast.',
  'times.summary':
    '{all} {all|time|times}: {fast} faster and {slow} slower than the interval; about {chance} would lie outside by chance alone.',
  'times.axis': 'Seconds (log scale)',
  'times.items': 'Item',
  'times.seconds': 'Seconds',
  'times.expected': 'Expected',
  'times.interval': '95 % interval',
  'times.empty': 'No times were recorded in this attempt.',

  'similar.hint':
    'Attempts of the same exam whose answers are closest to this one’s. They go by letters of this case alone. Likeness says that two attempts do not look worked apart, not who did what.',
  'similar.empty': 'The comparison of all attempts found none that stands out beside this one.',
  'similar.partner': 'Attempt {code}',
  'similar.number': '(no. {number} in the flags)',
  'similar.flagged': 'Flagged in the exam',
  'similar.matches': 'Same answers',
  'similar.of': '{count} of {all}',
  'similar.expected': '(about {expected} expected in independent work)',
  'similar.wrong': 'Same and wrong',
  'similar.p': 'p in independent work',
  'similar.direction.none': 'Who might have copied from whom cannot be told.',
  'similar.direction.this':
    'If one copied from the other, it is this attempt with probability {chance}. That anybody did is not said by this.',
  'similar.direction.other':
    'If one copied from the other, it is the other attempt with probability {chance}. That anybody did is not said by this.',
  'similar.withheld':
    'The answers are not shown to you: this attempt comes from your own line of units. Another auditor can read them.',
  'similar.side-by-side': 'Side by side: {count} {count|item|items} both answered',
  'similar.only-wrong': 'Only the same and wrong ({count})',
  'similar.none-wrong': 'No item was answered wrongly in the same way.',
  'similar.caption': 'This attempt and attempt {code}, item by item',
  'similar.positions': 'no. {here} here, no. {there} in {code}',
  'similar.mine': 'This attempt',
  'similar.theirs': 'Attempt {code}',
  'similar.likeness': 'Alike',
  'similar.alike-right': 'Same, right',
  'similar.alike-wrong': 'Same, wrong',
  'similar.unlike': 'Different',
  'similar.chance': 'Chance of the same',
  'similar.innocent.materials':
    'Trained together, or learned from the same materials, mistakes included.',
  'similar.innocent.tempting': 'Some wrong options are unusually tempting, or a key is wrong.',
  'similar.innocent.victim': 'This person may have been copied from without knowing.',

  'identity.hint':
    'Devices and networks are kept as digests that can be compared and not read. Sharing one is common and no evidence; only typing and answers tell of a person.',
  'identity.contacts': 'Devices and networks of this attempt',
  'identity.contacts.empty': 'Nothing is on record of devices and networks.',
  'identity.device': 'Device',
  'identity.device.name': 'Device {name}',
  'identity.client.desk': '{browser}, at a desk',
  'identity.client.touch': '{browser}, held in hand',
  'identity.device.unknown': 'Not known',
  'identity.device.others': 'Others on this device',
  'identity.address': 'Network',
  'identity.address.name': 'Network {name}',
  'identity.address.others': 'Others on this network',
  'identity.others': '{count} {count|account|accounts} of this exam',
  'identity.others.none': 'Nobody else in this exam',
  'identity.first-seen': 'First seen',
  'identity.links': 'Links to other accounts',
  'identity.links.empty': 'None that stands out.',
  'identity.kind.device': 'The same device',
  'identity.kind.address': 'The same network address, not one of an office',
  'identity.kind.sequence': 'One after the other on one device',
  'identity.kind.rhythm': 'Typing and pointing alike',
  'identity.kind.answers': 'Answers alike',
  'identity.bits': '({bits} bits; a place, not a person)',
  'identity.p': '(p = {p} between different persons)',
  'identity.gap': '{minutes} {minutes|minute|minutes} from one to the next',
  'identity.superior': 'One unit stands above the other; for the order of review, not evidence.',
  'identity.together': 'Of two different persons being so alike: p = {p}',
  'identity.rhythm': 'Typing profile',
  'identity.rhythm.none':
    'Nothing stands out against earlier exams, or there is too little to compare with.',
  'identity.rhythm.differs':
    'Typing and pointing are farther from this account’s earlier exams than usual (z = {z}, p = {p}). A new keyboard, an injury or the years do that too: a reason to verify, never evidence.',
  'identity.innocent.shared':
    'Relatives or colleagues used one computer, each doing their own work.',
  'identity.innocent.office':
    'An office, a classroom or a carrier puts many people behind one network address.',
  'identity.innocent.hands':
    'One keyboard or pad makes different hands alike, and beginners type alike.',
} as const
