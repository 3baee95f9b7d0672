import { readFile } from 'node:fs/promises'
import type { Blueprint } from '../../domain/assembly/blueprint.ts'
import { sha256Hex } from '../../domain/digest.ts'
import type { Role } from '../../domain/organization/access.ts'
import type { Rank } from '../../domain/organization/person.ts'
import { pathOf } from '../../domain/organization/unit.ts'
import type { LocalizedText } from '../../domain/text.ts'
import {
  CredentialEntity,
  PersonEntity,
  RoleGrantEntity,
  UnitEntity,
} from '../../store/entities/organization.ts'
import { write } from '../../store/scope.ts'
import { addBankVersion } from '../../workflows/add-bank-version.ts'
import { approveBank } from '../../workflows/approve-bank.ts'
import type { Deps } from '../../workflows/deps.ts'
import { addPolicyVersion, approvePolicy } from '../../workflows/manage-policies.ts'
import { hashPassword } from '../../workflows/passwords.ts'

const PROGRAMME = new URL('../../../question-banks/grassroots/', import.meta.url)

/** No panel sat for the demonstration: its cuts are stated, not measured. */
export const CUT_REASON = 'Stated by the programme as an example; no panel has judged its items.'

export interface DemoUnit {
  readonly id: string
  readonly path: string
}
export interface DemoPerson {
  readonly account: string
  readonly name: string
  readonly unit: string
  readonly post: string | null
  readonly rank: Rank
  /** Besides being a candidate of one's own unit. */
  readonly role: Role | null
}

const UNITS: readonly (readonly [key: string, parent: string | null, name: LocalizedText])[] = [
  ['county', null, { 'zh-CN': '临江县（演示）', en: 'Linjiang County (demo)' }],
  ['personnel', 'county', { 'zh-CN': '县人力资源和社会保障局', en: 'Personnel Bureau' }],
  ['supervision', 'county', { 'zh-CN': '县考试监督办公室', en: 'Exam Supervision Office' }],
  ['township', 'county', { 'zh-CN': '青石镇', en: 'Qingshi Township' }],
  ['counter', 'township', { 'zh-CN': '便民服务中心', en: 'Service Centre' }],
  ['safety', 'township', { 'zh-CN': '应急管理所', en: 'Emergency Management Station' }],
  ['simulated', 'county', { 'zh-CN': '模拟镇（模拟数据）', en: 'Simulated Township (simulated)' }],
  ['simulated-1', 'simulated', { 'zh-CN': '模拟一办（模拟数据）', en: 'Simulated Office 1' }],
  ['simulated-2', 'simulated', { 'zh-CN': '模拟二办（模拟数据）', en: 'Simulated Office 2' }],
  ['simulated-3', 'simulated', { 'zh-CN': '模拟三办（模拟数据）', en: 'Simulated Office 3' }],
]

/** Everybody who can sign in; the person who administers also approves banks and policies. */
export const DEMO_PERSONS: readonly DemoPerson[] = [
  {
    account: 'admin',
    name: '赵管理',
    unit: 'county',
    post: null,
    rank: 'division-head',
    role: 'administrator',
  },
  {
    account: 'organizer',
    name: '钱组织',
    unit: 'personnel',
    post: null,
    rank: 'section-head',
    role: 'organizer',
  },
  {
    account: 'auditor1',
    name: '孙核查',
    unit: 'supervision',
    post: null,
    rank: 'section-deputy',
    role: 'auditor',
  },
  {
    account: 'auditor2',
    name: '李核查',
    unit: 'supervision',
    post: null,
    rank: 'section-deputy',
    role: 'auditor',
  },
  {
    account: 'auditor3',
    name: '吴核查',
    unit: 'supervision',
    post: null,
    rank: 'section-head',
    role: 'auditor',
  },
  {
    account: 'policy',
    name: '郑政策',
    unit: 'personnel',
    post: null,
    rank: 'section-deputy',
    role: 'policy-officer',
  },
  {
    account: 'adviser',
    name: '周辅导',
    unit: 'township',
    post: null,
    rank: 'section-head',
    role: 'adviser',
  },
  {
    account: 'cadre',
    name: '王小云',
    unit: 'counter',
    post: 'counter-clerk',
    rank: 'clerk',
    role: null,
  },
  {
    account: 'cadre2',
    name: '陈立',
    unit: 'safety',
    post: 'safety-supervisor',
    rank: 'clerk',
    role: null,
  },
]

/** A unit of the demonstration: where a role's branch begins. */
const BRANCH: Readonly<Partial<Record<Role, string>>> = { adviser: 'township' }

/**
 * The password of a demonstration login: the same at every start of one installation, another
 * in every installation, and kept nowhere.
 */
export function demoPassword(deps: Deps, account: string): string {
  return sha256Hex(deps.sign(`demonstration login ${account}`)).slice(0, 12)
}

/** Units and the persons who can sign in. */
export async function foundOrganization(deps: Deps): Promise<ReadonlyMap<string, DemoUnit>> {
  const units = new Map<string, DemoUnit>()
  await write(deps.orm, async (em) => {
    for (const [key, parentKey, name] of UNITS) {
      const parent = parentKey === null ? undefined : units.get(parentKey)
      const id = deps.newId()
      const path = pathOf(parent?.path ?? '', id)
      em.create(UnitEntity, { id, parentId: parent?.id ?? null, path, name, createdAt: deps.now() })
      units.set(key, { id, path })
    }
  })
  for (const person of DEMO_PERSONS) await addDemoPerson(deps, units, person)
  return units
}

async function addDemoPerson(
  deps: Deps,
  units: ReadonlyMap<string, DemoUnit>,
  person: DemoPerson,
): Promise<void> {
  const passwordHash = await hashPassword(demoPassword(deps, person.account))
  const now = deps.now()
  await write(deps.orm, async (em) => {
    const { account, name, post, rank, role } = person
    const unitId = unitOf(units, person.unit).id
    const personId = deps.newId()
    em.create(PersonEntity, {
      id: personId,
      account,
      name,
      unitId,
      post,
      rank,
      simulated: false,
      createdAt: now,
      activatedAt: now,
    })
    await em.flush()
    em.create(CredentialEntity, { personId, passwordHash, changedAt: now })
    const grant = (given: Role, over: string) =>
      em.create(RoleGrantEntity, {
        id: deps.newId(),
        personId,
        role: given,
        unitId: over,
        grantedBy: null,
        grantedAt: now,
      })
    if (role === null) grant('candidate', unitId)
    else grant(role, unitOf(units, BRANCH[role] ?? 'county').id)
  })
}

/** @throws Error when the demonstration has no such unit */
export function unitOf(units: ReadonlyMap<string, DemoUnit>, key: string): DemoUnit {
  const unit = units.get(key)
  if (!unit) throw new Error(`the demonstration has no unit ${key}`)
  return unit
}

/** The id of a demonstration person. */
export async function personIdOf(deps: Deps, account: string): Promise<string> {
  return write(deps.orm, async (em) => (await em.findOneOrFail(PersonEntity, { account })).id)
}

export interface DemoContent {
  readonly bankVersionId: string
  readonly policyVersionId: string
  readonly annual: Blueprint
  readonly counter: Blueprint
}

/** The shipped bank with its blueprints, and its policy, both approved by a second person. */
export async function loadContent(deps: Deps): Promise<DemoContent> {
  const organizer = await personIdOf(deps, 'organizer')
  const annual = (await readProgramme('blueprint.json')) as Blueprint
  const counter = (await readProgramme('blueprint-counter.json')) as Blueprint
  const bankVersionId = await addBankVersion(deps, organizer, {
    document: await readProgramme('bank.json'),
    blueprints: [annual, counter],
  })
  const approver = await personIdOf(deps, 'admin')
  const note = '演示数据 / Demonstration'
  await approveBank(deps, approver, { bankVersionId, note })
  const policyVersionId = await addPolicyVersion(deps, organizer, {
    document: await readProgramme('policy.json'),
    effectiveFrom: new Date(deps.now().getTime() - 86_400_000),
    // The finished exam is older than the installation.
    carriedOver: true,
  })
  await approvePolicy(deps, approver, policyVersionId)
  return { bankVersionId, policyVersionId, annual, counter }
}

async function readProgramme(file: string): Promise<unknown> {
  return JSON.parse(await readFile(new URL(file, PROGRAMME), 'utf8'))
}
