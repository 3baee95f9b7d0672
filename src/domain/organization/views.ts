import { type Static, Type } from 'typebox'
import { LocalizedText } from '../text.ts'
import { Grant, Role } from './access.ts'
import { BirthYear, Rank } from './person.ts'

const closed = { additionalProperties: false } as const
const Uuid = Type.String({ format: 'uuid' })
const Time = Type.String({ format: 'date-time' })

/** The signed-in person. */
export const Me = Type.Object(
  {
    personId: Uuid,
    account: Type.String(),
    name: Type.String(),
    unit: Type.Object({ id: Uuid, name: LocalizedText }, closed),
    grants: Type.Array(Grant),
  },
  closed,
)
export type Me = Static<typeof Me>

/** What a successful sign-in or refresh answers; pages get the tokens as cookies instead. */
export const SignedIn = Type.Object(
  {
    me: Me,
    accessToken: Type.Optional(Type.String()),
    refreshToken: Type.Optional(Type.String()),
    accessExpiresAt: Time,
  },
  closed,
)
export type SignedIn = Static<typeof SignedIn>

export const LoginView = Type.Object(
  { id: Uuid, createdAt: Time, lastUsedAt: Time, client: Type.String(), current: Type.Boolean() },
  closed,
)
export type LoginView = Static<typeof LoginView>

export const PersonView = Type.Object(
  {
    id: Uuid,
    account: Type.String(),
    name: Type.String(),
    unit: Type.Object({ id: Uuid, name: LocalizedText }, closed),
    post: Type.Union([Type.String(), Type.Null()]),
    rank: Rank,
    /** Told to those who administer the person only; left out for everybody else. */
    birthYear: Type.Optional(BirthYear),
    simulated: Type.Boolean(),
    /** Whether the person has chosen a password yet. */
    active: Type.Boolean(),
    grants: Type.Array(
      Type.Object({ id: Uuid, role: Role, unitId: Uuid, unitName: LocalizedText }, closed),
    ),
  },
  closed,
)
export type PersonView = Static<typeof PersonView>

/** A one-time link with which a person chooses a password. */
export const InvitationView = Type.Object({ path: Type.String(), expiresAt: Time }, closed)
export type InvitationView = Static<typeof InvitationView>
