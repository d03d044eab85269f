import type { Finding } from '@dailies/schema/lint';
import { PencilLine } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { TextArea } from '../../ui/field.tsx';
import type { DraftPrompt } from './draft.ts';
import { mendable, mendKept } from './lint-kept.ts';
import { FindingLines, MarkedText } from './linted-list.tsx';
import type { LintContext, LintedPrompt } from './linted-prompts.ts';

interface KeptRowProps {
  place: number;
  prompt: DraftPrompt;
  linted: LintedPrompt;
  lint: LintContext;
  onSave: (prompt: DraftPrompt) => Promise<string | null>;
}

/** One prompt that the server holds, with what the rules say of it; mended by a press, or edited in its own words. */
export function KeptRow({ place, prompt, linted, lint, onSave }: KeptRowProps) {
  const [editing, setEditing] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const save = async (next: DraftPrompt) => {
    const why = await onSave(next);
    setRefused(why);
    if (why === null) setEditing(false);
  };
  const mend = (finding: Finding) => {
    const mended = mendKept(prompt, finding, lint);
    if (mended) void save(mended);
  };
  return (
    <li className="flex gap-3 border-b px-2.5 py-1.5 last:border-0">
      <span className="figures w-6 shrink-0 text-right text-faint">{place + 1}</span>
      <div className="min-w-0 grow">
        {prompt.key !== null && <p className="truncate text-sm text-faint">{prompt.key}</p>}
        {editing ? (
          <WordsEditor prompt={prompt} onSave={save} onCancel={() => setEditing(false)} />
        ) : (
          <div className="flex items-start gap-2">
            <div className="min-w-0 grow">
              <MarkedText {...linted} />
            </div>
            <Button size="small" look="quiet" icon={PencilLine} aria-label={`Edit prompt ${place + 1}`} onClick={() => setEditing(true)}>
              Edit
            </Button>
          </div>
        )}
        {refused !== null && <p className="mt-1 text-sm text-failed">{refused}</p>}
        {!editing && <FindingLines findings={mendable(prompt, linted.findings, lint)} onMend={mend} />}
      </div>
    </li>
  );
}

interface WordsEditorProps {
  prompt: DraftPrompt;
  onSave: (prompt: DraftPrompt) => Promise<void>;
  onCancel: () => void;
}

/** The prompt's own words and values, before template and preset. */
function WordsEditor({ prompt, onSave, onCancel }: WordsEditorProps) {
  const [words, setWords] = useState(prompt);
  const [saving, setSaving] = useState(false);
  const save = async () => {
    setSaving(true);
    await onSave(words);
    setSaving(false);
  };
  return (
    <div className="flex flex-col gap-2 py-1">
      {Object.entries(words.slots).map(([slot, text]) => (
        <TextArea
          key={slot}
          label={slot === 'scene' ? 'Prompt' : `Prompt, ${slot}`}
          rows={2}
          value={text}
          onChange={(event) => setWords({ ...words, slots: { ...words.slots, [slot]: event.target.value } })}
        />
      ))}
      {Object.entries(words.variables).map(([name, value]) => (
        <TextArea
          key={name}
          label={`{{${name}}}`}
          rows={1}
          value={value}
          onChange={(event) => setWords({ ...words, variables: { ...words.variables, [name]: event.target.value } })}
        />
      ))}
      <div className="flex justify-end gap-2">
        <Button size="small" look="quiet" onClick={onCancel}>
          Cancel
        </Button>
        <Button size="small" look="primary" busy={saving} onClick={() => void save()}>
          Save
        </Button>
      </div>
    </div>
  );
}
