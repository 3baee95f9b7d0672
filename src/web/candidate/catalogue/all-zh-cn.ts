import { zhCn as shared } from '../../shared/catalogue/zh-cn.ts'
import { zhCn } from './zh-cn.ts'

/** One language in one file to load: shared texts and the candidate's. */
export const texts = { ...shared, ...zhCn }
