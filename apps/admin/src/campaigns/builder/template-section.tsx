import { SLOTS, variablesOf, type Slot, type Slots } from '@dailies/schema';
import { applyEdits } from '@dailies/schema/lint';
import { ChevronRight, Eraser } from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { TextArea } from '../../ui/field.tsx';
import type { TemplateChoice } from './choices.ts';
import { lintTemplate } from './lint-kept.ts';
import { FindingLines } from './linted-list.tsx';
import type { LintContext } from './linted-prompts.ts';
import { slotsOf } from './saved-draft.ts';
import { Section } from './section.tsx';

const SLOT_WORDS: Record<Slot, { word: string; example: string }> = {
  scene: { word: 'Scene', example: '{{prompt}}, on a clean studio table' },
  action: { word: 'Action', example: 'The subject turns slowly towards the camera' },
  camera: { word: 'Camera', example: '35 mm, eye level, locked off' },
  lighting: { word: 'Lighting', example: 'Soft window light from the left' },
  style: { word: 'Style', example: 'Natural colours, fine film grain' },
  constraints: { word: 'Constraints', example: 'No text, no logos, no people' },
  audio: { word: 'Audio', example: 'Quiet room tone' },
};

interface TemplateSectionProps {
  template: Slots;
  onTemplate: (template: Slots) => void;
  /** Templates of the library, to start from. */
  library: readonly TemplateChoice[];
  /** Names that may stand between {{ }}. */
  variables: readonly string[];
  lint: LintContext;
}

/** The seven slots around every prompt. Closed until it is used, for most campaigns need no template. */
export function TemplateSection({ template, onTemplate, library, variables, lint }: TemplateSectionProps) {
  const { audio, reference } = lint;
  const read = useDeferredValue(template);
  const said = useMemo(() => lintTemplate(read, { audio, reference }), [read, audio, reference]);
  const filled = SLOTS.filter((slot) => template[slot]?.trim());
  const [open, setOpen] = useState(filled.length > 0);
  return (
    <Section
      title="Template"
      hint={
        <>
          Words around every prompt, slot by slot. Use{' '}
          {variables.map((name) => (
            <code key={name} className="mr-1 rounded-sm bg-sunken px-1 text-sm">{`{{${name}}}`}</code>
          ))}
        </>
      }
      aside={
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="-mr-2 inline-flex h-7 items-center gap-1 rounded-md px-2 text-muted hover:bg-hover"
        >
          {filled.length > 0 ? `${filled.length} of ${SLOTS.length} slots` : 'None'}
          <ChevronRight aria-hidden className={classNames('size-4 transition-transform', open && 'rotate-90')} />
        </button>
      }
    >
      {open && library.length > 0 && (
        <div className="mb-3 flex flex-wrap items-center gap-1.5">
          <span className="mr-1 text-muted">Start from</span>
          {library.map(({ id, name, slots }) => (
            <Button key={id} size="small" onClick={() => onTemplate(slotsOf(slots))}>
              {name}
            </Button>
          ))}
          {filled.length > 0 && (
            <Button size="small" look="quiet" icon={Eraser} onClick={() => onTemplate({})}>
              Clear
            </Button>
          )}
        </div>
      )}
      {open && (
        <div className="grid gap-3 sm:grid-cols-2">
          {SLOTS.map((slot) => {
            const text = template[slot] ?? '';
            const unknown = variablesOf(text).filter((name) => !variables.includes(name));
            return (
              <div key={slot}>
                <TextArea
                  label={SLOT_WORDS[slot].word}
                  rows={2}
                  value={text}
                  placeholder={SLOT_WORDS[slot].example}
                  error={unknown.length > 0 ? `No prompt has a value for ${unknown.map((name) => `{{${name}}}`).join(', ')}.` : undefined}
                  onChange={(event) => onTemplate({ ...template, [slot]: event.target.value })}
                />
                {read[slot] === template[slot] && (
                  <FindingLines
                    findings={said[slot] ?? []}
                    onMend={({ rewrite }) => onTemplate({ ...template, [slot]: applyEdits(text, rewrite.edits).trim() })}
                  />
                )}
              </div>
            );
          })}
        </div>
      )}
    </Section>
  );
}
