import { describe, expect, it } from 'vitest';
import { draftMigration, WordsUnusable } from './migration-files.ts';

const INDEX = `import type { Migration } from 'kysely/migration';
import * as identity from './0001-identity.ts';
import * as ledgerEvents from './0007-ledger-events.ts';

/** Every migration by its frozen name, in order. */
export const migrations: Record<string, Migration> = {
  '0001-identity': identity,
  '0007-ledger-events': ledgerEvents,
};
`;
const TAKEN = ['0001-identity.ts', '0007-ledger-events.ts'];

describe('a drafted migration', () => {
  it('takes the next number and the words, and is listed last', () => {
    const draft = draftMigration(['Review', 'notes'], TAKEN, INDEX);
    expect(draft.name).toBe('0008-review-notes');
    expect(draft.index).toContain(`import * as reviewNotes from './0008-review-notes.ts';\n\n/**`);
    expect(draft.index).toContain(`  '0007-ledger-events': ledgerEvents,\n  '0008-review-notes': reviewNotes,\n};`);
  });

  it('takes one quoted argument and odd characters as words', () => {
    expect(draftMigration(['add: review_notes!'], TAKEN, INDEX).name).toBe('0008-add-review-notes');
  });

  it('is told apart from an older one of the same words', () => {
    const draft = draftMigration(['ledger', 'events'], TAKEN, INDEX);
    expect(draft.index).toContain(`import * as ledgerEvents0008 from './0008-ledger-events.ts';`);
  });

  it('exports up and down', () => {
    const { text } = draftMigration(['review', 'notes'], TAKEN, INDEX);
    expect(text.match(/export async function (up|down)\(db: Kysely<unknown>\)/g)).toHaveLength(2);
  });

  it.each([[[]], [['notes']], [['9', 'lives']], [['笔记', '评论']], [['a'.repeat(50), 'b'.repeat(50)]]])('refuses %j', (words) => {
    expect(() => draftMigration(words, TAKEN, INDEX)).toThrow(WordsUnusable);
  });
});
