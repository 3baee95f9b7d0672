/** What anybody who has the link of a certificate sees. */
export const certificate = {
  'certificate.title': 'Is this certificate genuine?',
  'certificate.lead':
    'This page comes from the service that issued it. Compare the name and the title with what you were shown.',
  'certificate.valid': 'It was issued here, and it holds.',
  'certificate.suspended': 'It was issued here, but it is suspended for now.',
  'certificate.suspended-note':
    'Something about it is being looked at. That is no finding against anybody: it holds again if nothing is found.',
  'certificate.revoked': 'It was issued here, but it holds no more.',
  'certificate.expired': 'It was issued here, and its time is over.',
  'certificate.since': 'Since {at}',
  'certificate.holder': 'Holder',
  'certificate.what': 'For',
  'certificate.level': 'Level',
  'certificate.probability': 'Probability that the true ability is at the pass mark',
  'certificate.criteria': 'What had to be met',
  'certificate.issuer': 'Issued by',
  'certificate.earned': 'Earned',
  'certificate.issued': 'Issued',
  'certificate.until': 'Valid until',
  'certificate.endless': 'without end',
  'certificate.unknown': 'There is no such certificate',
  'certificate.unknown-note':
    'Nothing was issued under this address. Compare it with the one on the certificate, letter by letter; if it is the same, the certificate is not from here.',
  'certificate.simulated': 'It comes from a simulation and proves nothing about anybody.',
  'certificate.print': 'Print',
} as const
