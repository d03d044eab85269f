import { FileUp } from 'lucide-react';
import { useDeferredValue, useMemo, useRef } from 'react';
import type { Slots } from '@dailies/schema';
import { Button } from '../../ui/button.tsx';
import { DropZone } from '../../ui/drop-zone.tsx';
import { formatCount } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { TextArea } from '../../ui/field.tsx';
import { promptCount, type DraftPrompts } from './draft.ts';
import type { ImportRefusal } from './import-prompts.ts';
import { PromptHistoryButton } from './history-dialog.tsx';
import { KeptList } from './kept-list.tsx';
import { KeptPrompts } from './kept-prompts.tsx';
import { LintedList, LintSummary } from './linted-list.tsx';
import { type LintContext, mend } from './linted-prompts.ts';
import { Section } from './section.tsx';
import { findFault, guessSplit, splitPrompts } from './split-prompts.ts';
import { useLint } from './use-lint.ts';

interface PromptsSectionProps {
  prompts: DraftPrompts;
  onPrompts: (prompts: DraftPrompts) => void;
  onFile: (file: File) => void;
  importing: boolean;
  refused: ImportRefusal | null;
  lint: LintContext;
  /** The draft at the server, where imported prompts lie; null while it is new. */
  campaignId: string | null;
  template: Slots | null;
  /** Prompts that the server holds were edited there. */
  onEdited: (prompts: DraftPrompts) => void;
}

/** What the clips show: pasted here, or dropped as a file. */
export function PromptsSection(props: PromptsSectionProps) {
  const { prompts, onPrompts, onFile, importing, refused, lint, campaignId, template, onEdited } = props;
  const count = promptCount(prompts);
  return (
    <DropZone onFile={onFile}>
      <Section
        title="Prompts"
        hint="Paste one a line, or several lines each with an empty line between. Or drop a CSV or JSONL file here."
        aside={<span className="figures text-muted">{count > 0 && `${formatCount(count)} ${count === 1 ? 'prompt' : 'prompts'}`}</span>}
      >
        <div className="flex flex-col gap-3">
          {prompts.kind === 'pasted' ? (
            <Pasted prompts={prompts} onPrompts={onPrompts} lint={lint} />
          ) : (
            <>
              <KeptPrompts prompts={prompts} onReplace={() => onPrompts({ kind: 'pasted', text: '', splitBy: 'line' })} />
              {campaignId !== null && <KeptList {...{ campaignId, prompts, template, lint, onEdited }} />}
            </>
          )}
          {refused && <ImportRefused refusal={refused} />}
          <div className="flex flex-wrap items-center gap-3">
            <FileButton importing={importing} onFile={onFile} />
            {prompts.kind === 'pasted' && <PromptHistoryButton onUse={(text) => onPrompts(withPrompt(prompts, text))} />}
          </div>
        </div>
      </Section>
    </DropZone>
  );
}

interface PastedProps {
  prompts: DraftPrompts & { kind: 'pasted' };
  onPrompts: (prompts: DraftPrompts) => void;
  lint: LintContext;
}

function Pasted({ prompts, onPrompts, lint }: PastedProps) {
  const { text, splitBy } = prompts;
  const parts = useMemo(() => splitPrompts(text, splitBy), [text, splitBy]);
  const read = useDeferredValue(parts);
  const linted = useLint(read, lint);
  return (
    <>
      <TextArea
        label="Prompts"
        hiddenLabel
        rows={7}
        value={text}
        error={findFault(parts) ?? undefined}
        placeholder={
          'A ceramic mug on a windowsill at dawn, steam rising slowly\nA cyclist crosses a wet bridge at night, neon in the puddles\nA paper boat drifts down a rain-filled gutter, seen from just above the water'
        }
        onChange={(event) => onPrompts({ kind: 'pasted', text: event.target.value, splitBy: guessSplit(event.target.value) })}
      />
      {parts.length > 0 && (
        <div>
          <div className="mb-1.5 flex flex-wrap items-center justify-between gap-2">
            <span className="flex flex-wrap items-baseline gap-x-3">
              <span className="figures text-muted">Read as {formatCount(parts.length)}</span>
              <LintSummary linted={linted} total={parts.length} />
            </span>
            <Segmented
              label="How prompts are told apart"
              value={splitBy}
              choices={[
                { value: 'line', word: 'One a line' },
                { value: 'blank', word: 'Empty line between' },
              ]}
              onChoose={(chosen) => onPrompts({ ...prompts, splitBy: chosen })}
            />
          </div>
          <LintedList
            linted={linted}
            total={parts.length}
            onMend={(place, finding) => onPrompts({ ...prompts, text: mend(parts, place, finding, splitBy) })}
          />
        </div>
      )}
    </>
  );
}

/** A prompt of the history after those that stand; one of several lines asks for empty lines between. */
function withPrompt({ text, splitBy }: DraftPrompts & { kind: 'pasted' }, added: string): DraftPrompts {
  const parts = [...splitPrompts(text, splitBy), added];
  const by = splitBy === 'blank' || added.includes('\n') ? 'blank' : 'line';
  return { kind: 'pasted', text: parts.join(by === 'line' ? '\n' : '\n\n'), splitBy: by };
}

function FileButton({ importing, onFile }: { importing: boolean; onFile: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button icon={FileUp} busy={importing} onClick={() => input.current?.click()}>
        {importing ? 'Importing…' : 'Import CSV or JSONL'}
      </Button>
      <span className="text-sm text-faint">
        Columns: <code>prompt</code>, <code>key</code> (optional); every other column becomes a {'{{variable}}'}.
      </span>
      <input
        ref={input}
        type="file"
        accept=".csv,.jsonl,.ndjson,text/csv,application/jsonl"
        aria-label="CSV or JSONL file"
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file) onFile(file);
        }}
      />
    </div>
  );
}

function ImportRefused({ refusal }: { refusal: ImportRefusal }) {
  return (
    <Notice look="error" title={`${refusal.fileName} was not imported`}>
      <p>{refusal.message}</p>
      {(refusal.row !== null || refusal.column !== null) && (
        <p className="figures mt-1 font-medium text-text">
          {refusal.row !== null && <>Row {formatCount(refusal.row)}</>}
          {refusal.row !== null && refusal.column !== null && ', '}
          {refusal.column !== null && <>column “{refusal.column}”</>}
        </p>
      )}
    </Notice>
  );
}
