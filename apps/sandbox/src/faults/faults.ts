import type { DatabaseSync } from 'node:sqlite';
import { draw } from '../lib/chance.ts';
import { checkFaultSettings, type FaultSettings, type RateName } from './rates.rules.ts';
import { readTokens, type Token } from './tokens.rules.ts';

export type Faults = ReturnType<typeof openFaults>;

const SETTING = 'faults';

/**
 * Decides which fault meets which call. A token fires as often as it says per prompt text; a rated fault is drawn from the seed, its
 * name, its subject and how often that subject was asked about. Counts are kept on disk, so that a restart repeats nothing.
 */
export function openFaults(db: DatabaseSync, seed: number) {
  const bump = db.prepare(`INSERT INTO fault_counts (name, subject, uses) VALUES (?, ?, 1)
    ON CONFLICT (name, subject) DO UPDATE SET uses = uses + 1 RETURNING uses`);
  const used = db.prepare('SELECT uses FROM fault_counts WHERE name = ? AND subject = ?');
  const forgetRated = db.prepare(`DELETE FROM fault_counts WHERE name NOT LIKE '[[%'`);
  const forgetAll = db.prepare('DELETE FROM fault_counts');
  const read = db.prepare('SELECT value FROM settings WHERE name = ?');
  const write = db.prepare('INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value');
  const none: FaultSettings = { rates: {}, seed, goneModels: [], clockSkewSeconds: 0 };
  const kept = read.get(SETTING)?.['value'] as string | undefined;
  let settings: FaultSettings = kept === undefined ? none : (JSON.parse(kept) as FaultSettings);

  const count = (name: string, subject: string) => bump.get(name, subject)?.['uses'] as number;

  return {
    settings: (): FaultSettings => settings,
    /** Sets rates and seed and begins their draws afresh; a text = what is wrong with the body. */
    change(body: Record<string, unknown>): string | null {
      const checked = checkFaultSettings(body, settings);
      if (typeof checked === 'string') return checked;
      settings = checked;
      write.run(SETTING, JSON.stringify(settings));
      forgetRated.run();
      return null;
    },
    /** No rates, and every token may fire again. */
    reset(): void {
      settings = none;
      write.run(SETTING, JSON.stringify(settings));
      forgetAll.run();
    },
    /** The prompt's first matching token with uses left, its use counted; null where none fires. */
    takeToken(prompt: string, promptSha: string, matches: (token: Token) => boolean): Token | null {
      if (!prompt.includes('[[')) return null;
      for (const token of readTokens(prompt).filter(matches)) {
        const uses = (used.get(token.text, promptSha)?.['uses'] as number | undefined) ?? 0;
        if (uses >= token.times) continue;
        count(token.text, promptSha);
        return token;
      }
      return null;
    },
    /** True where the rated fault is drawn for this subject's next call. */
    strikes(name: RateName, subject: string): boolean {
      const rate = settings.rates[name] ?? 0;
      return rate > 0 && draw(settings.seed, name, subject, count(name, subject)) < rate;
    },
    /** How often this subject was counted under a name, this time included. */
    count,
  };
}
