import { adaptiveDelivery, prepareAdaptive } from '../domain/assembly/adaptive/adaptive-run.ts'
import {
  forecastAdaptive,
  sampleAdaptiveForm,
} from '../domain/assembly/adaptive/forecast-adaptive.ts'
import type { Blueprint } from '../domain/assembly/blueprint.ts'
import { cellName, eligibleItems, passingCut } from '../domain/assembly/cells.ts'
import { checkBlueprint } from '../domain/assembly/check-blueprint.ts'
import { prepareDraw } from '../domain/assembly/draw-form.ts'
import { fixedFormsOf } from '../domain/assembly/fixed-forms.ts'
import type { Form, LinearForm } from '../domain/assembly/form.ts'
import { previewExam } from '../domain/assembly/preview.ts'
import { repeatedItems } from '../domain/assembly/repeated-items.ts'
import type { Bank } from '../domain/bank/bank.ts'
import type { ItemParameters, ParameterProvenance } from '../domain/bank/item.ts'
import { auditPlan } from '../domain/measurement/audit/audit-plan.ts'
import { expectedQuality } from '../domain/measurement/expected-quality.ts'
import { parametersOf } from '../domain/measurement/item-parameters.ts'
import { Refusal } from '../domain/refusal.ts'
import type { ExamPreview } from '../domain/scheduling/views.ts'

/** How many sample forms a preview shows. */
export const SAMPLE_FORMS = 5
const WEAKEST_FIRST = ['prior', 'expert-judgement', 'calibrated'] as const

/** What else the audit of a plan goes by. */
interface Audited {
  /** The passing cut unless others are told. */
  readonly cuts?: readonly number[]
  /** Items on forms of earlier exams; the audit names it where they are not known. */
  readonly usedBefore?: ReadonlySet<string> | undefined
}

/** What a blueprint on a bank will be able to tell; pure arithmetic, the rules come later. */
export function planExam(
  bank: Bank,
  blueprint: Blueprint,
  { cuts: auditedCuts, usedBefore }: Audited = {},
): Omit<ExamPreview, 'rules'> {
  const { findings } = checkBlueprint(blueprint, bank)
  const preview = previewExam({ bank, blueprint })
  const isSound = findings.every(({ severity }) => severity !== 'error')
  const canBeMet = isSound && preview.verdict !== 'infeasible'
  const isAdaptive = adaptiveDelivery(blueprint) !== null
  const adaptive = isAdaptive && canBeMet ? forecastAdaptive(bank, blueprint) : null
  const share = adaptive ? adaptive.meanItems / Math.max(1, preview.itemCount) : 1
  const typical = typicalForm(bank, blueprint, share)
  const cuts = blueprint.levels.flatMap(({ id, cut }) => (cut === null ? [] : [{ id, cut }]))
  const quality = expectedQuality({
    parameters: typical.parameters,
    cuts: cuts.map(({ cut }) => cut),
  })
  const sampleForms = isAdaptive ? [] : sampleFormsOf(bank, blueprint)
  return {
    feasible: canBeMet && (isAdaptive || sampleForms.length > 0),
    findings: findings.map(({ pointer, severity, message }) => ({ pointer, severity, message })),
    cells: preview.cells.map((cell) => ({ ...cell })),
    itemCount: preview.itemCount,
    expectedSeconds: preview.expectedSeconds * share,
    timeLimitSeconds: preview.timeLimitSeconds,
    jobRelevance: preview.jobRelevance,
    overlap: preview.overlap,
    parameters: typical.provenance,
    reliability: quality.marginalReliability,
    cuts: quality.cuts.map(({ standardError, accuracy, consistency }, index) => ({
      level: cuts[index]?.id ?? '',
      cut: cuts[index]?.cut ?? 0,
      standardError,
      accuracy,
      consistency,
    })),
    informationCurve: quality.curve.map(({ theta, information }) => ({ theta, information })),
    sampleForms,
    adaptive: adaptive && { ...adaptive, standardErrors: [...adaptive.standardErrors] },
    audit: auditPlan({
      parameters: typical.parameters,
      cuts: auditedCuts ?? [passingCut(blueprint)],
      cells: preview.cells.map((cell) => ({ ...cell, name: cellName(cell, bank) })),
      overlap: preview.overlap,
      jobRelevance: preview.jobRelevance,
      ...(usedBefore && { repeated: repeatedItems(bank, blueprint, usedBefore) }),
    }),
  }
}

/**
 * A form that stands for all: from each cell as many items as it asks for, spread evenly over
 * the cell's items in order of difficulty. For an adaptive exam a share of each cell: what such
 * a form tells is the least that as many items chosen by the answers tell.
 */
function typicalForm(
  bank: Bank,
  blueprint: Blueprint,
  share: number,
): { readonly parameters: ItemParameters[]; readonly provenance: ParameterProvenance } {
  const cells = eligibleItems(bank, blueprint)
  const chosen = blueprint.cells.flatMap(({ itemCount }, index) => {
    const sourced = (cells[index] ?? [])
      .map(parametersOf)
      .sort((left, right) => left.values.difficulty - right.values.difficulty)
    const count = Math.min(Math.round(itemCount * share), sourced.length)
    return Array.from({ length: count }, (_, place) => {
      const at = Math.floor(((place + 0.5) * sourced.length) / count)
      return sourced[at]
    }).flatMap((one) => (one ? [one] : []))
  })
  const provenance = WEAKEST_FIRST.find((one) => chosen.some((item) => item.provenance === one))
  return { parameters: chosen.map(({ values }) => values), provenance: provenance ?? 'prior' }
}

function sampleFormsOf(bank: Bank, blueprint: Blueprint): ExamPreview['sampleForms'] {
  try {
    const count = Math.min(SAMPLE_FORMS, fixedFormsOf(blueprint)?.length ?? SAMPLE_FORMS)
    const draw = sampleDraw(bank, blueprint)
    return Array.from({ length: count }, (_, index) => {
      const { certificate, digest } = draw(index + 1)
      return { certificate, digest }
    })
  } catch (error) {
    if (error instanceof Refusal) return []
    throw error
  }
}

/**
 * The sample form of a place, from 1, as the preview lists it; of an adaptive exam the one a
 * simulated candidate of average ability ends with. @throws Refusal as drawing does
 */
export function drawSample(bank: Bank, blueprint: Blueprint, place: number): Form {
  if (!adaptiveDelivery(blueprint)) return sampleDraw(bank, blueprint)(place)
  return sampleAdaptiveForm(prepareAdaptive(bank, blueprint), sampleSeed(place))
}

/** Of fixed forms the samples are the forms themselves, in order, each arranged by its seed. */
function sampleDraw(bank: Bank, blueprint: Blueprint): (place: number) => LinearForm {
  const forms = fixedFormsOf(blueprint)
  if (!forms) {
    const { draw } = prepareDraw(bank, blueprint)
    return (place) => draw(sampleSeed(place))
  }
  return (place) => {
    const form = forms[place - 1]
    if (!form) throw new Refusal('not-found', `the blueprint has ${forms.length} forms`)
    const delivery = { mode: 'fixed-forms' as const, forms: [form] }
    return prepareDraw(bank, { ...blueprint, delivery }).draw(sampleSeed(place))
  }
}

function sampleSeed(place: number): string {
  return `sample-${place}`
}
