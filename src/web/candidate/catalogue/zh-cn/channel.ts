import type { channel as english } from '../en/channel.ts'

/** What organizers do while an exam is taken, other devices, and waiting for the service. */
export const channel: Readonly<Record<keyof typeof english, string>> = {
  'start.busy': '目前开始考试的人较多。您的计时尚未开始：请保持本页打开，会自动重试。',
  'start.unreachable': '目前无法连接服务。请保持本页打开，会自动重试；考试不会因此开始两次。',
  'channel.opening-busy': '服务繁忙，本页会自动重试。此前在本机作答的内容安全保留。',
  'channel.closed-elsewhere': '已在另一台设备或标签页交卷',
  'channel.notices': '通知（{count}）',
  'channel.notices-title': '本场考试的通知',
  'channel.set-aside':
    '第 {items} 题：另一台设备或标签页的答案送达较晚，而此后已另行作答。以这里显示的答案为准，另一份答案保留在记录中。',

  'notice-line.extend': '已为您增加 {time}：{text}',
  'notice-line.pause': '考试暂停 {time}：{text}',
  'notice-line.resume': '考试继续：{text}',
  'notice-line.message': '组织者通知：{text}',
  'notice-line.reopen': '考试已重新开放，可作答 {time}：{text}',
  'notice-line.outage': '服务曾中断，已为您补回 {time} 的作答时间。',

  'pause.title': '考试已暂停',
  'pause.reason': '组织者说明：{text}',
  'pause.ends': '距离恢复还有',
  'pause.safe': '作答计时已停止，您的答案安全保留。恢复后题目会自动显示。',

  'superseded.title': '此考试已在另一台设备或标签页打开',
  'superseded.told': '本页于 {time} 得知此事，为避免答案混乱，不再接受作答。',
  'superseded.sending': '在此作答的 {count} 题答案仍在发送。',
  'superseded.saved': '在此作答的内容均已保存。',
  'superseded.set-aside':
    '第 {items} 题：另一页面打开后已在那里作答，以那里的答案为准；您在此的答案保留在记录中。',
  'superseded.continue': '您可以关闭本页，也可以在这里继续：另一页面将随之停止。',
}
