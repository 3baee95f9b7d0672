import { hexToBytes } from '@noble/hashes/utils.js'
import { sha256Hex } from '../digest.ts'
import {
  type BrowserSetting,
  type BrowserSettings,
  base64Of,
  isList,
  wholeNumber,
} from './safe-exam-browser-key.ts'

/** What a configuration is made for. */
export interface BrowserPurpose {
  readonly examId: string
  /** How candidates reach the service, such as `https://exams.example.org`. */
  readonly origin: string
  /** SHA-256 of the password that ends the browser early, hexadecimal; null: there is none. */
  readonly quitPasswordDigest: string | null
}

/** Where the page lies that ends Safe Exam Browser when it is opened. */
const QUIT_PATH = '/exam-browser/quit'

/** Everything that is not for the exam stays shut; typing Chinese, zoom and reloading stay open. */
const LOCKED: BrowserSettings = {
  allowDictation: false,
  allowDictionaryLookup: false,
  allowDownUploads: false,
  allowPreferencesWindow: false,
  allowScreenSharing: false,
  allowSiri: false,
  allowSpellCheck: false,
  allowSwitchToApplications: false,
  allowVirtualMachine: false,
  browserWindowAllowReload: true,
  enablePrintScreen: false,
  enablePrivateClipboard: true,
  enableRightMouse: false,
  enableZoomPage: true,
  enableZoomText: true,
  showInputLanguage: true,
  showReloadButton: true,
  showTaskBar: true,
  showTime: true,
  // Answers not yet sent lie in the browser's storage: they must outlast it.
  removeBrowserProfile: false,
  removeLocalStorage: false,
}

/** Both ways of showing the keys: headers, and the JavaScript API of the newer engines. */
const PROVING: BrowserSettings = { sendBrowserExamKey: true, browserWindowWebView: 3 }
/** The file opens one exam; it does not change how the browser starts otherwise. */
const STARTS_EXAM: BrowserSettings = { sebConfigPurpose: 0 }
const ALLOW = 1

/**
 * The settings of Safe Exam Browser for an exam. They hold no secret but the digest of the quit
 * password; the salt of the Browser Exam Key is fixed, so that the key of a version can be read
 * off once.
 */
export function browserSettings(purpose: BrowserPurpose): BrowserSettings {
  const { examId, origin, quitPasswordDigest } = purpose
  const { host } = new URL(origin)
  return {
    ...LOCKED,
    ...PROVING,
    ...STARTS_EXAM,
    startURL: `${origin}/exams/${examId}`,
    quitURL: `${origin}${QUIT_PATH}`,
    quitURLConfirm: true,
    allowQuit: true,
    ...(quitPasswordDigest === null ? {} : { hashedQuitPassword: quitPasswordDigest }),
    examKeySalt: hexToBytes(sha256Hex(`exam key salt ${examId}`)),
    URLFilterEnable: true,
    URLFilterEnableContentFilter: false,
    URLFilterRules: [{ action: ALLOW, active: true, expression: `${host}/*`, regex: false }],
  }
}

const HEAD = [
  '<?xml version="1.0" encoding="UTF-8"?>',
  '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
  '<plist version="1.0">',
].join('\n')

/** The settings as a `.seb` file: a property list in XML, which every version reads unpacked. */
export function browserFile(settings: BrowserSettings): string {
  return `${HEAD}\n${elementOf(settings)}\n</plist>\n`
}

function elementOf(value: BrowserSetting): string {
  if (typeof value === 'string') return `<string>${escaped(value)}</string>`
  if (typeof value === 'boolean') return `<${value}/>`
  if (typeof value === 'number') return `<integer>${wholeNumber(value)}</integer>`
  if (value instanceof Uint8Array) return `<data>${base64Of(value)}</data>`
  if (isList(value)) return `<array>${value.map(elementOf).join('')}</array>`
  const members = Object.entries(value).map(
    ([name, member]) => `<key>${escaped(name)}</key>${elementOf(member)}`,
  )
  return `<dict>${members.join('\n')}</dict>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
