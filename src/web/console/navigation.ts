import type { Grant, Role } from '../../domain/organization/access.ts'

export const SECTIONS = ['exams', 'banks', 'policies', 'cases', 'people'] as const
export type Section = (typeof SECTIONS)[number]

/** Who may use which part of the console; the service checks every call again. */
const ROLES_OF: Readonly<Record<Section, readonly Role[]>> = {
  exams: ['organizer'],
  banks: ['organizer', 'administrator'],
  policies: ['organizer', 'administrator'],
  cases: ['auditor'],
  people: ['administrator'],
}

/** The parts of the console a person's grants open, in the order of the navigation. */
export function sectionsFor(grants: readonly Pick<Grant, 'role'>[]): Section[] {
  return SECTIONS.filter((section) => grants.some(({ role }) => ROLES_OF[section].includes(role)))
}
