import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Edit, type PatchName, SOURCE_PATCHES } from './source-patches.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** `DAILIES_PATCHES=rule-8,freeze-after-fence node --import ./patch-source.ts worker.ts`: the process runs with these changes in it. */
const names = (process.env['DAILIES_PATCHES'] ?? '').split(',').filter(Boolean) as PatchName[];
const edits: readonly Edit[] = names.flatMap((name): readonly Edit[] => SOURCE_PATCHES[name].edits);
const patched = new Map<string, string>();
for (const edit of edits) {
  const file = path.join(ROOT, edit.file);
  patched.set(file, applyEdit(edit, patched.get(file) ?? readFileSync(file, 'utf8')));
}

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    const source = url.startsWith('file:') ? patched.get(fileURLToPath(url)) : undefined;
    return source === undefined ? loaded : { ...loaded, source };
  },
});

/** Throws where the place is not there exactly once: a control that removes nothing would prove nothing. */
function applyEdit({ file, find, replace }: Edit, source: string): string {
  const found = source.split(find).length - 1;
  if (found !== 1) throw new Error(`"${find}" stands ${found} times in ${file}: bring source-patches.ts up to date`);
  return source.replace(find, () => replace);
}
