import { DatabaseError } from 'pg';

/** SQLSTATEs after which the same transaction may well succeed: connection, rollback, resources, operator, a lock or a limit that ran out. */
const PASSING_CLASSES: readonly string[] = ['08', '40', '53', '57', '58'];
const PASSING_STATES: readonly string[] = ['25P03', '55P03'];
const PASSING_FAULTS: readonly string[] = [
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
];
/** What pg says of a connection that broke; it gives these no code. */
const BROKEN = /^(Connection terminated|timeout e|Client (has encountered a connection error|was closed))/;

/**
 * Whether a transaction failed by trouble of the database that passes (a restart, a deadlock, a lock or a limit that ran out) and not by what it
 * said. NOTE: where the connection broke at the commit, it may have been committed all the same.
 */
export function isPassingTrouble(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  if (error instanceof DatabaseError) return code !== null && (PASSING_CLASSES.includes(code.slice(0, 2)) || PASSING_STATES.includes(code));
  return (code !== null && PASSING_FAULTS.includes(code)) || BROKEN.test(error.message);
}
