import { ChevronLeft, ChevronRight, Rocket, Save } from 'lucide-react';
import { useState } from 'react';
import { Button, IconButton } from '../../ui/button.tsx';
import { formatCount, formatMicros } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import type { Choices } from './choices.ts';
import { compilePreview } from './compile-preview.ts';
import { filledTemplate, samplePrompts, type Draft } from './draft.ts';
import { equation, type Estimate } from './estimate.ts';

interface SummaryProps {
  draft: Draft;
  choices: Choices;
  made: Estimate;
  saving: boolean;
  refused: string | null;
  onPaired: (paired: boolean) => void;
  onSave: () => void;
  onReview: () => void;
}

/** Beside the choices: what they come to, the first prompts as they will be sent, and the way on. */
export function Summary({ draft, choices, made, saving, refused, onPaired, onSave, onReview }: SummaryProps) {
  const ready = made.refusal === null;
  return (
    <div className="flex flex-col gap-4">
      <div className="rounded-xl border bg-surface p-4 shadow-raised">
        <p aria-live="polite" className="figures text-xl leading-6 font-semibold" data-testid="estimate">
          {equation(made)}
        </p>
        <ul className="figures mt-2 flex flex-wrap gap-x-3 text-sm text-muted">
          {made.factors.map(({ count, noun }) => (
            <li key={noun}>
              {formatCount(count)} {noun}
              {count === 1 ? '' : 's'}
            </li>
          ))}
          {made.micros !== null && made.renders > 0 && <li>{formatMicros(Math.round(made.micros / made.renders))} each</li>}
        </ul>
        {made.factors.length > 1 && (
          <div className="mt-3">
            <Segmented
              label="How choices are combined"
              value={draft.paired ? 'zip' : 'cross'}
              choices={[
                { value: 'cross', word: 'Every combination' },
                { value: 'zip', word: 'Pair in order' },
              ]}
              onChoose={(mode) => onPaired(mode === 'zip')}
            />
          </div>
        )}
        {made.refusal !== null && made.factors.some(({ count }) => count > 0) && (
          <p role="status" className={`mt-3 ${made.renders > 0 ? 'text-failed' : 'text-muted'}`}>
            {made.refusal}
          </p>
        )}
        {refused !== null && (
          <div className="mt-3">
            <Notice look="error">{refused}</Notice>
          </div>
        )}
        <div className="mt-4 flex flex-wrap gap-2">
          <Button look="primary" size="large" icon={Rocket} className="grow" disabled={!ready} busy={saving} onClick={onReview}>
            Review and launch
          </Button>
          <Button size="large" icon={Save} disabled={saving} onClick={onSave}>
            Save draft
          </Button>
        </div>
      </div>
      <CompiledPreview draft={draft} choices={choices} />
    </div>
  );
}

/** One prompt under one preset, compiled as it will be sent; both can be stepped through. */
function CompiledPreview({ draft, choices }: { draft: Draft; choices: Choices }) {
  const [place, setPlace] = useState(0);
  const prompts = samplePrompts(draft.prompts);
  const presets = new Map(choices.presets.flatMap((pack) => pack.presets.map((preset) => [preset.id, preset])));
  const count = prompts.length * draft.presetIds.length;
  if (count === 0) return null;
  const at = ((place % count) + count) % count;
  const promptPlace = Math.floor(at / draft.presetIds.length);
  const preset = presets.get(draft.presetIds[at % draft.presetIds.length] ?? '');
  const slots = preset ? Object.fromEntries(preset.slots.map(({ slot, text }) => [slot.toLowerCase(), text])) : null;
  const { pieces, missing } = compilePreview(prompts[promptPlace]!, filledTemplate(draft.template), slots);
  return (
    <section aria-label="Prompt as it will be sent" className="rounded-xl border bg-surface p-4 shadow-raised">
      <div className="mb-2 flex items-center">
        <h2 className="min-w-0 grow truncate font-semibold">
          <span className="figures">Prompt {promptPlace + 1}</span>{' '}
          <span className="font-normal text-muted">· {preset?.name ?? 'As written'}</span>
        </h2>
        <IconButton icon={ChevronLeft} label="The one before" onClick={() => setPlace(at - 1)} />
        <IconButton icon={ChevronRight} label="The next one" onClick={() => setPlace(at + 1)} />
      </div>
      <p
        className="max-h-72 overflow-y-auto leading-5 break-words whitespace-pre-wrap"
        tabIndex={0}
        role="group"
        aria-label="Compiled prompt"
      >
        {pieces.map((piece, n) =>
          piece.from === null ? (
            <span key={n}>{piece.text}</span>
          ) : (
            <mark key={n} title={piece.from} className="rounded-sm bg-accent-soft px-0.5 text-accent-text">
              {piece.text}
            </mark>
          ),
        )}
      </p>
      {missing.length > 0 && <p className="mt-2 text-sm text-failed">No value for {missing.map((name) => `{{${name}}}`).join(', ')}.</p>}
    </section>
  );
}
