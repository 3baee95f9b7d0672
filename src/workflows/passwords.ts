import { hash, verify } from '@node-rs/argon2'
import { Refusal } from '../domain/refusal.ts'

/** OWASP's recommendation for argon2id: 19 MiB, two passes, one lane. */
const ARGON2ID = 2
const COST = { algorithm: ARGON2ID, memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const SHORTEST = 10

/** Hashes a new password. @throws Refusal 'password-too-weak' */
export async function hashPassword(password: string): Promise<string> {
  if ([...password].length < SHORTEST) {
    throw new Refusal('password-too-weak', `the password needs at least ${SHORTEST} characters`, [
      { pointer: '/password', detail: `at least ${SHORTEST} characters` },
    ])
  }
  return hash(password.normalize('NFKC'), COST)
}

let decoy: Promise<string> | null = null

/** Whether a password is right; takes as long when there is no such account. */
export async function passwordMatches(
  passwordHash: string | null,
  password: string,
): Promise<boolean> {
  decoy ??= hash('no account has this password', COST)
  const matches = await verify(passwordHash ?? (await decoy), password.normalize('NFKC'))
  return passwordHash !== null && matches
}
