import type { Config } from '../../app/config.ts';
import type { Services } from './services.ts';

/** What a check found. `note`: it works, and there is something to know. `mend` is the exact command that helps. */
export type Finding =
  | { status: 'ok'; says: string }
  | { status: 'note'; says: string; mend?: string }
  | { status: 'broken'; says: string; mend: string };

/** What a check may look at. */
export interface Patient {
  config: Config;
  services: Services;
}

/** One question about this machine and this checkout. It may throw: that is a finding too. */
export interface Check {
  name: string;
  examine(patient: Patient): Promise<Finding> | Finding;
}

export const ok = (says: string): Finding => ({ status: 'ok', says });
export const note = (says: string, mend?: string): Finding => ({ status: 'note', says, ...(mend === undefined ? {} : { mend }) });
export const broken = (says: string, mend: string): Finding => ({ status: 'broken', says, mend });

/** The first sentence of an error, without its stack. */
export function sentenceOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]!.trim();
}

/** The answer, or a rejection that names what took longer than `ms`. What was asked goes on by itself. */
export async function within<Answer>(ms: number, what: string, asked: Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} did not answer within ${ms / 1000} s`)), ms);
  });
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}
