import { useFormats } from '../../shared/use-preferences.ts'

/** A probability with enough digits to be told from 0. */
export function useProbability(): (p: number) => string {
  const { number } = useFormats()
  return (p) => (p < 0.0001 ? `< ${number(0.0001, 4)}` : number(p, 4))
}
