import type { BrowserFault } from '../../../domain/delivery/safe-exam-browser-proof.ts'
import type { LocalizedText } from '../../../domain/text.ts'

/**
 * Texts of a part that few exams need: kept here, both languages, so that the catalogues everybody
 * loads first stay small.
 */
const say = (zh: string, en: string): LocalizedText => ({ 'zh-CN': zh, en })

export const TITLE = say('安全考试浏览器', 'Safe Exam Browser')
export const RIGHT_BROWSER = say(
  '您正在安全考试浏览器中，配置正确，可以开始。',
  'You are in Safe Exam Browser with this exam’s configuration. You can start.',
)

export const FAULT_WORDS: Readonly<
  Record<BrowserFault, { readonly title: LocalizedText; readonly text: LocalizedText }>
> = {
  'no-safe-exam-browser': {
    title: say('请用安全考试浏览器打开本场考试', 'Open this exam in Safe Exam Browser'),
    text: say(
      '本场考试只能在安全考试浏览器（Safe Exam Browser，SEB）中进行，考试期间它会锁定电脑的其他功能。您现在用的是普通浏览器，请按下面三步操作。',
      'This exam is sat in Safe Exam Browser (SEB), which shuts everything else on the computer while it lasts. This is an ordinary browser. Three steps take you there:',
    ),
  },
  'other-configuration': {
    title: say('安全考试浏览器用的不是本场考试的配置', 'Not this exam’s configuration'),
    text: say(
      '您已在安全考试浏览器中，但打开的是另一份配置，或配置已被更改。请退出安全考试浏览器，重新下载本场考试的配置文件并打开。仍不行时，请联系考试组织者。',
      'You are in Safe Exam Browser, but it was opened with another configuration, or one that was changed. Quit it, download this exam’s configuration again and open that. If it still does not work, ask the organizer.',
    ),
  },
  'browser-not-listed': {
    title: say('安全考试浏览器的版本不在名单上', 'This version is not on the list'),
    text: say(
      '配置正确，但组织者只允许指定版本的安全考试浏览器。请安装组织者指定的版本（通常是最新版）后重新打开配置文件；不清楚是哪一版时，请联系组织者。',
      'The configuration is right, but the organizer allows certain versions of Safe Exam Browser only. Install the one they name, most often the newest, and open the configuration again. If you do not know which, ask the organizer.',
    ),
  },
  'other-address': {
    title: say('服务地址设置有误，请联系组织者', 'The service has to be put right'),
    text: say(
      '您的浏览器和配置都没有问题，您自己无法解决。请把这句话转告组织者：服务收到的密钥与另一个访问地址相符，请管理员检查对外地址（PROBITY_PUBLIC_URL）和代理设置（PROBITY_TRUST_PROXY）。',
      'Nothing is wrong with your browser or its configuration, and you can’t mend it. Please tell the organizer this: the keys are right for another address of the service; the administrator should check its public address (PROBITY_PUBLIC_URL) and proxy setting (PROBITY_TRUST_PROXY).',
    ),
  },
}

export const STEPS = {
  install: say(
    '安装安全考试浏览器（Windows、macOS、iPad 或 iPhone），已安装则跳过：',
    'Install Safe Exam Browser (Windows, macOS, iPad or iPhone), unless it is there already:',
  ),
  installLink: say('到官方网站下载', 'Download it from its own site'),
  configuration: say(
    '打开本场考试的配置。已安装时可直接打开，也可以下载配置文件后双击打开：',
    'Open this exam’s configuration: at once where the browser is installed, or download the file and double-click it:',
  ),
  open: say('用安全考试浏览器打开', 'Open in Safe Exam Browser'),
  download: say('下载配置文件（.seb）', 'Download the configuration (.seb)'),
  start: say(
    '安全考试浏览器会打开本页。请在其中登录，再开始考试。',
    'Safe Exam Browser opens this page. Sign in there, then start the exam.',
  ),
  noDevice: say(
    '没有这样的设备？请在开考前联系组织者另作安排，安全考试浏览器没有安卓和 Linux 版本。',
    'No such device? Ask the organizer for another way before the exam: there is no Safe Exam Browser for Android or Linux.',
  ),
  again: say('再次检查浏览器', 'Check this browser again'),
} as const
