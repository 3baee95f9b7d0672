import loader, { type Highs } from 'highs'

/** The solver, ready to use; one for the process is enough. */
export function loadSolver(): Promise<Highs> {
  // The package's types describe its CommonJS side, what Node imports is its ES module.
  const load = loader as unknown as typeof loader.default
  return load()
}
