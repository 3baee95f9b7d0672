import type { Grant, Role } from '../../domain/organization/access.ts'

export const SECTIONS = [
  'exams',
  'banks',
  'panels',
  'policies',
  'cases',
  'bulletins',
  'tasks',
  'people',
  'webhooks',
] as const
export type Section = (typeof SECTIONS)[number]

/** Who may use which part of the console; the service checks every call again. */
const ROLES_OF: Readonly<Record<Section, readonly Role[]>> = {
  exams: ['organizer'],
  banks: ['organizer', 'administrator'],
  panels: ['organizer', 'administrator'],
  policies: ['policy-officer', 'organizer', 'administrator'],
  cases: ['auditor'],
  bulletins: ['administrator', 'organizer', 'adviser'],
  tasks: ['adviser', 'administrator'],
  people: ['administrator'],
  webhooks: ['administrator'],
}

/** Where people start: what their own role is for, before what several roles may look at. */
const STARTS: readonly Section[] = ['exams', 'cases', 'people']

/** The part of the console a person starts in; null when no part is open to them. */
export function firstSectionFor(grants: readonly Pick<Grant, 'role'>[]): Section | null {
  const open = sectionsFor(grants)
  return STARTS.find((section) => open.includes(section)) ?? open[0] ?? null
}

/** The parts of the console a person's grants open, in the order of the navigation. */
export function sectionsFor(grants: readonly Pick<Grant, 'role'>[]): Section[] {
  return SECTIONS.filter((section) => grants.some(({ role }) => ROLES_OF[section].includes(role)))
}
