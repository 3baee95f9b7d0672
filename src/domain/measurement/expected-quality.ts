import normal from '@stdlib/stats-base-dists-normal'
import type { ItemParameters } from '../bank/item.ts'
import { abilityNodes } from './estimate-ability.ts'
import { testInformation } from './item-response.ts'

export interface CurvePoint {
  readonly theta: number
  readonly information: number
}

/** What a form can tell at one cut score. */
export interface QualityAtCut extends CurvePoint {
  /** 1 / sqrt(information); null where the form tells nothing at all. */
  readonly standardError: number | null
  /** Share of candidates classified on their true side of the cut. */
  readonly accuracy: number
  /** Share classified alike by two equivalent forms. */
  readonly consistency: number
}

export interface ExpectedQuality {
  readonly itemCount: number
  readonly marginalReliability: number
  readonly cuts: readonly QualityAtCut[]
  /** Information from theta -3 to 3 in steps of 0.25. */
  readonly curve: readonly CurvePoint[]
}

interface Node {
  readonly theta: number
  readonly weight: number
  readonly information: number
}

type Parameters = readonly Readonly<ItemParameters>[]

/** Quadrature over candidates N(0, 1); fine enough for the jump of accuracy at a cut. */
function candidates(parameters: Parameters): Node[] {
  const thetas = abilityNodes(241)
  const densities = thetas.map((theta) => Math.exp(-0.5 * theta * theta))
  const total = densities.reduce((sum, density) => sum + density, 0)
  return thetas.map((theta, index) => ({
    theta,
    weight: (densities[index] ?? 0) / total,
    information: testInformation(theta, parameters),
  }))
}

function mean(nodes: readonly Node[], value: (node: Node) => number): number {
  return nodes.reduce((sum, node) => sum + node.weight * value(node), 0)
}

/** Integral of I / (I + 1) over N(0, 1): the share of variance that is not error (SD 1). */
export function marginalReliability(parameters: Parameters): number {
  return mean(candidates(parameters), (node) => node.information / (node.information + 1))
}

/**
 * Rudner (2001, 2005): an estimate is N(theta, 1 / I(theta)), so it lies above the cut with
 * probability Phi((theta - cut) sqrt(I)). A candidate exactly on the cut is classified right
 * half of the time.
 */
function qualityAtCut(cut: number, parameters: Parameters, nodes: readonly Node[]): QualityAtCut {
  const above = (node: Node) => normal.cdf((node.theta - cut) * Math.sqrt(node.information), 0, 1)
  const information = testInformation(cut, parameters)
  return {
    theta: cut,
    information,
    standardError: information > 0 ? 1 / Math.sqrt(information) : null,
    accuracy: mean(nodes, (node) => (node.theta >= cut ? above(node) : 1 - above(node))),
    consistency: mean(nodes, (node) => above(node) ** 2 + (1 - above(node)) ** 2),
  }
}

/** What a form or a pool will be able to tell about candidates N(0, 1), before anyone sits it. */
export function expectedQuality(form: {
  readonly parameters: Parameters
  readonly cuts: readonly number[]
}): ExpectedQuality {
  const { parameters, cuts } = form
  const nodes = candidates(parameters)
  return {
    itemCount: parameters.length,
    marginalReliability: mean(nodes, (node) => node.information / (node.information + 1)),
    cuts: cuts.map((cut) => qualityAtCut(cut, parameters, nodes)),
    curve: Array.from({ length: 25 }, (_, index) => {
      const theta = -3 + index / 4
      return { theta, information: testInformation(theta, parameters) }
    }),
  }
}
