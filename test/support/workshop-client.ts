import type { Application } from '../../src/app.ts'
import type { Signed } from './two-branches.ts'

/** Calls of the workshop's routes as somebody; the place is what follows `/api/workshops`. */
export function workshopClient(server: Application['server']) {
  return async (by: Signed, method: 'GET' | 'POST', place: string, payload?: object) => {
    const answer = await server.inject({
      method,
      url: `/api/workshops${place}`,
      ...(payload ? { payload } : {}),
      headers: { authorization: `Bearer ${by.token}` },
    })
    return { status: answer.statusCode, body: answer.json() }
  }
}
