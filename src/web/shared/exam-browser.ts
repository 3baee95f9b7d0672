/** What Safe Exam Browser tells its pages: keys it knows, hashed with the address of the page. */
interface ExamBrowser {
  readonly security?: {
    readonly configKey?: string
    readonly browserExamKey?: string
    /** Older versions fill the keys in when asked, and need a function they can call by name. */
    readonly updateKeys?: (whenDone: () => void) => void
  }
}

const page = globalThis as {
  readonly SafeExamBrowser?: ExamBrowser
  readonly location?: { readonly href: string }
  readonly navigator?: { readonly userAgent: string }
}
/** The keys are hashed with the address that was loaded; later ones may only have been moved to. */
const loadedFrom = page.location?.href

/** It is called as a global function by the name it has, which no build may shorten. */
const called = { probityKeysAreHere() {} }
const security = page.SafeExamBrowser?.security
if (security?.updateKeys && !security.configKey) {
  Object.assign(page, called)
  security.updateKeys(called.probityKeysAreHere)
}

/** Whether this page is shown in Safe Exam Browser, of whatever configuration. */
export function inExamBrowser(): boolean {
  return page.SafeExamBrowser !== undefined || /\bSEB\//.test(page.navigator?.userAgent ?? '')
}

/** Headers that show the service which exam browser this is; none in any other browser. */
export function examBrowserHeaders(): Readonly<Record<string, string>> {
  const { configKey, browserExamKey } = page.SafeExamBrowser?.security ?? {}
  if (!configKey) return {}
  return {
    'x-probity-page': `${loadedFrom} ${page.location?.href}`,
    'x-probity-config-key-hash': configKey,
    ...(browserExamKey ? { 'x-probity-browser-exam-key-hash': browserExamKey } : {}),
  }
}
