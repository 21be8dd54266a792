export { guardedHandlers, type BoundHandlers } from './guard.ts';
export { accountsMode } from './people.ts';
export { confirmPassword } from './passwordCheck.ts';
export { openSession, type Session, type SessionStore } from './session.ts';
