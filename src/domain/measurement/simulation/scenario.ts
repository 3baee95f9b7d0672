import { type Static, Type } from 'typebox'

const strict = { additionalProperties: false }
const Name = Type.String({ minLength: 1, maxLength: 60, pattern: '^[^,\\s"]+$' })
const Share = Type.Number({ exclusiveMinimum: 0, maximum: 1 })
const Chance = Type.Number({ minimum: 0, maximum: 1 })
const Spread = Type.Number({ minimum: 0, maximum: 10 })
const Location = Type.Number({ minimum: -10, maximum: 10 })
const Seconds = Type.Number({ exclusiveMinimum: 0, maximum: 86_400 })

/** How values are drawn; a number alone is always that number. */
const Distribution = Type.Union([
  Type.Number({ minimum: -20, maximum: 20 }),
  Type.Object({ kind: Type.Literal('normal'), mean: Location, sd: Spread }, strict),
  /** `mean` and `sd` are those of the logarithm. */
  Type.Object({ kind: Type.Literal('lognormal'), mean: Location, sd: Spread }, strict),
  Type.Object({ kind: Type.Literal('uniform'), min: Location, max: Location }, strict),
])
export type Distribution = Static<typeof Distribution>

const GivenItem = Type.Object(
  {
    item: Name,
    a: Type.Number({ exclusiveMinimum: 0, maximum: 20 }),
    b: Type.Optional(Location),
    c: Type.Optional(Type.Number({ minimum: 0, exclusiveMaximum: 1 })),
    /** Locations of the steps; in the graded model they rise. */
    steps: Type.Optional(Type.Array(Location, { minItems: 1, maxItems: 19 })),
    /** Time discrimination and time intensity, where times are simulated. */
    alpha: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 20 })),
    beta: Type.Optional(Location),
  },
  strict,
)

const DrawnItems = Type.Object(
  {
    count: Type.Integer({ minimum: 1, maximum: 2000 }),
    a: Type.Optional(Distribution),
    b: Type.Optional(Distribution),
    c: Type.Optional(Distribution),
    /** Of graded and partial credit items, 3 unless told. */
    categories: Type.Optional(Type.Integer({ minimum: 2, maximum: 20 })),
    /** Distance between neighbouring steps, 0.8 unless told. */
    stepSpacing: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 5 })),
  },
  strict,
)

/** Ability of all, or of the part of the persons that belongs to a group. */
const Ability = Type.Object(
  {
    mean: Type.Optional(Location),
    sd: Type.Optional(Spread),
    groups: Type.Optional(
      Type.Array(Type.Object({ group: Name, share: Share, mean: Location, sd: Spread }, strict), {
        minItems: 1,
      }),
    ),
  },
  strict,
)

const RapidGuessing = Type.Object(
  {
    kind: Type.Literal('rapid-guessing'),
    persons: Share,
    items: Share,
    /** Median of a guess, 2 unless told. */
    seconds: Type.Optional(Seconds),
  },
  strict,
)
const CopyingPairs = Type.Object(
  {
    kind: Type.Literal('copying-pairs'),
    pairs: Type.Integer({ minimum: 1 }),
    items: Share,
  },
  strict,
)
const CopyingRings = Type.Object(
  {
    kind: Type.Literal('copying-rings'),
    rings: Type.Integer({ minimum: 1 }),
    size: Type.Integer({ minimum: 2 }),
    items: Share,
  },
  strict,
)
const Preknowledge = Type.Object(
  {
    kind: Type.Literal('preknowledge'),
    persons: Share,
    /** The compromised items: which, or how large a share of all. */
    items: Type.Union([Share, Type.Array(Name, { minItems: 1 })]),
    /** Probability of the right answer, 0.95 unless told. */
    chance: Type.Optional(Chance),
    /** What times are multiplied with, 0.5 unless told. */
    timeFactor: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 10 })),
  },
  strict,
)
const LookUp = Type.Object(
  {
    kind: Type.Literal('look-up'),
    persons: Share,
    items: Share,
    /** Probability of the right answer, 0.95 unless told. */
    chance: Type.Optional(Chance),
    /** What looking up adds to the time, 40 unless told. */
    addedSeconds: Type.Optional(Seconds),
  },
  strict,
)
const TamperedAnswers = Type.Object(
  {
    kind: Type.Literal('tampered-answers'),
    persons: Share,
    /** Share of a person's wrong answers that are made right. */
    items: Share,
  },
  strict,
)
const SpeedChange = Type.Object(
  {
    kind: Type.Literal('speed-change'),
    persons: Share,
    /** Share of a person's items after which it begins. */
    after: Type.Number({ minimum: 0, exclusiveMaximum: 1 }),
    timeFactor: Type.Number({ exclusiveMinimum: 0, maximum: 10 }),
  },
  strict,
)

/** Behaviour that is put into the data, one after the other. */
const Plant = Type.Union([
  RapidGuessing,
  CopyingPairs,
  CopyingRings,
  Preknowledge,
  LookUp,
  TamperedAnswers,
  SpeedChange,
])
export type Plant = Static<typeof Plant>
export type PlantKind = Plant['kind']
export type PlantOf<Kind extends PlantKind> = Extract<Plant, { readonly kind: Kind }>

/** A cohort to simulate: who sits what, how they answer, and what is planted. */
export const Scenario = Type.Object(
  {
    persons: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
    model: Type.Union([
      Type.Literal('rasch'),
      Type.Literal('1pl'),
      Type.Literal('2pl'),
      Type.Literal('3pl'),
      Type.Literal('grm'),
      Type.Literal('gpcm'),
    ]),
    items: Type.Union([DrawnItems, Type.Array(GivenItem, { minItems: 1, maxItems: 2000 })]),
    ability: Type.Optional(Ability),
    /** Every person gets all items, or as many as told, drawn for each. */
    forms: Type.Optional(
      Type.Union([
        Type.Literal('all'),
        Type.Object({ itemsPerPerson: Type.Integer({ minimum: 1 }) }, strict),
      ]),
    ),
    /** Answer options; what wrong answers choose is a nominal model (Suh & Bolt 2010). */
    options: Type.Optional(
      Type.Object(
        {
          count: Type.Integer({ minimum: 2, maximum: 26 }),
          /** Spread of how attractive distractors are, 0.5 unless told. */
          spread: Type.Optional(Spread),
          /** Spread of how the attraction changes with ability, 0.3 unless told. */
          slope: Type.Optional(Spread),
        },
        strict,
      ),
    ),
    /** Lognormal response times (van der Linden 2006). */
    times: Type.Optional(
      Type.Object(
        {
          alpha: Type.Optional(Distribution),
          beta: Type.Optional(Distribution),
          tauSd: Type.Optional(Spread),
          /** Of speed with ability. */
          correlation: Type.Optional(Type.Number({ minimum: -1, maximum: 1 })),
        },
        strict,
      ),
    ),
    missing: Type.Optional(
      Type.Object(
        {
          /** Share of answers left out by chance. */
          share: Type.Optional(Type.Number({ minimum: 0, exclusiveMaximum: 1 })),
          /** Items not begun when this much time is used up are not reached. */
          timeLimitSeconds: Type.Optional(Seconds),
        },
        strict,
      ),
    ),
    /** Share of answers that honest persons change once. */
    changes: Type.Optional(Type.Object({ share: Type.Number({ minimum: 0, maximum: 1 }) }, strict)),
    /** `size` is added to the location of an item for a group. */
    dif: Type.Optional(
      Type.Array(Type.Object({ item: Name, group: Name, size: Location }, strict)),
    ),
    /** `size` is added to the location of an item since `items.json` was made. */
    drift: Type.Optional(Type.Array(Type.Object({ item: Name, size: Location }, strict))),
    planted: Type.Optional(Type.Array(Plant, { maxItems: 50 })),
  },
  strict,
)
export type Scenario = Static<typeof Scenario>
