import { temporaryStorage } from '../support/storage.ts'
import { describeStorage } from './storage-suite.ts'

describeStorage('lowdb', () => temporaryStorage())
