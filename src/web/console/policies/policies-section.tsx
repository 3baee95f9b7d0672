import { Route, Switch } from 'wouter'
import { EditorPage } from './editor/editor-page.tsx'
import { ExplanationPage } from './explanation/explanation-page.tsx'
import { OutcomesPage } from './explanation/outcomes-page.tsx'
import { PoliciesPage } from './policies-page.tsx'
import { PolicyPage } from './policy-page.tsx'
import { SimulationPage } from './simulation/simulation-page.tsx'

/** Every page of policies: the list, one version, writing, simulation, outcomes with reasons. */
export function PoliciesSection() {
  return (
    <Switch>
      <Route path="/policies" component={PoliciesPage} />
      <Route path="/policies/new" component={EditorPage} />
      <Route path="/policies/simulation" component={SimulationPage} />
      <Route path="/policies/outcomes" component={OutcomesPage} />
      <Route path="/policies/outcomes/attempts/:id">
        {({ id }) => <ExplanationPage of="attempts" id={id} key={id} />}
      </Route>
      <Route path="/policies/outcomes/standings/:id">
        {({ id }) => <ExplanationPage of="standings" id={id} key={id} />}
      </Route>
      {/* Whatever else stands there is no version, and is told so. */}
      <Route path="/policies/*">
        {({ '*': id }) => <PolicyPage policyVersionId={id} key={id} />}
      </Route>
    </Switch>
  )
}
