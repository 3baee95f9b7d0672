/** The parts of a path that `/exams/:examId` leaves open, or null where it does not fit. */
export function matchPath(pattern: string, path: string): Readonly<Record<string, string>> | null {
  const wanted = pattern.split('/')
  const given = path.replace(/\/$/, '').split('/')
  if (path !== '/' && wanted.length !== given.length) return null
  const open: Record<string, string> = {}
  for (const [i, part] of wanted.entries()) {
    const value = given[i] ?? ''
    if (part.startsWith(':')) open[part.slice(1)] = decodeURIComponent(value)
    else if (part !== value) return null
  }
  return open
}
