import { en as shared } from '../../shared/catalogue/en.ts'
import { en } from './en.ts'

/** One language in one file to load: shared texts and the candidate's. */
export const texts = { ...shared, ...en }
