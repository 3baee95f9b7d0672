/** What organizers do while an exam is taken, other devices, and waiting for the service. */
export const channel = {
  'start.busy':
    'Many people are starting right now. Your time has not begun: keep this page open, it tries again by itself.',
  'start.unreachable':
    'The service cannot be reached right now. Keep this page open: it tries again by itself, and nobody can start twice.',
  'channel.opening-busy':
    'The service is busy. This page tries again by itself. Answers given earlier on this device are safe on it.',
  'channel.closed-elsewhere': 'Submitted on another device or tab',
  'channel.notices': 'Notices ({count})',
  'channel.notices-title': 'Notices about this exam',
  'channel.set-aside':
    '{count|Question|Questions} {items}: an answer from another device or tab arrived later than the one given after it. The answer shown here counts; the other one is kept in the record.',

  'notice-line.extend': '{time} more for you: {text}',
  'notice-line.pause': 'Paused for {time}: {text}',
  'notice-line.resume': 'The exam goes on: {text}',
  'notice-line.message': 'From the organizers: {text}',
  'notice-line.reopen': 'Opened again, with {time}: {text}',
  'notice-line.outage': 'The service was away. {time} of working time were given back to you.',

  'pause.title': 'The exam is paused',
  'pause.reason': 'From the organizers: {text}',
  'pause.ends': 'It goes on in',
  'pause.safe':
    'Your working time stands still, and your answers are safe. The questions come back by themselves.',

  'superseded.title': 'This exam was opened on another device or tab',
  'superseded.told':
    'This page learned of it at {time} and takes no more answers, so that answers do not get mixed up.',
  'superseded.sending': '{count} {count|answer|answers} given here are still being sent.',
  'superseded.saved': 'All answers given here are saved.',
  'superseded.set-aside':
    '{count|Question|Questions} {items}: answered on the other page after it was opened. Those answers count; yours from here are kept in the record.',
  'superseded.continue': 'You can close this page, or continue here: the other page stops then.',
} as const
