import type { PanelView } from '../../../domain/scheduling/panel-views.ts'

/** The shares at a cut, between the points of the curve in a straight line. */
export function impactAt(
  curve: PanelView['impact']['curve'],
  cut: number,
): { readonly population: number; readonly persons: number | null } {
  const first = curve[0]?.theta ?? 0
  const step = (curve[1]?.theta ?? 1) - first
  const place = Math.min(Math.max((cut - first) / step, 0), Math.max(0, curve.length - 1))
  const low = curve[Math.floor(place)]
  const high = curve[Math.ceil(place)]
  const between = (one: number, other: number): number => one + (place % 1) * (other - one)
  const [before, after] = [low?.persons ?? null, high?.persons ?? null]
  return {
    population: between(low?.population ?? 0, high?.population ?? 0),
    persons: before === null || after === null ? null : between(before, after),
  }
}
