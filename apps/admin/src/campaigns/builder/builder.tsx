import { useNavigate } from '@tanstack/react-router';
import { Rocket } from 'lucide-react';
import { useMemo, useState } from 'react';
import { toast } from 'sonner';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { useShortcut } from '../../ui/shortcuts.ts';
import { LaunchDialog } from '../launch/launch-dialog.tsx';
import type { Choices } from './choices.ts';
import { knownVariables } from './compile-preview.ts';
import { filledTemplate, samplePrompts, type Draft } from './draft.ts';
import { equation, estimate } from './estimate.ts';
import { FrameSection } from './frame-section.tsx';
import { PresetSection } from './preset-section.tsx';
import { PromptsSection } from './prompts-section.tsx';
import { ReferenceSection } from './reference-section.tsx';
import { UNTITLED } from './save-draft.ts';
import { Summary } from './summary.tsx';
import { TemplateSection } from './template-section.tsx';
import { useDraft } from './use-draft.ts';

interface BuilderProps {
  choices: Choices;
  initial: Draft;
  /** The draft at the server; null while it is new. */
  campaignId: string | null;
}

/** From prompts to a plan: every choice from the catalogue, count and price at every keystroke. */
export function Builder({ choices, initial, campaignId }: BuilderProps) {
  const { draft, change, save, ...kept } = useDraft(choices, initial, campaignId);
  const [reviewing, setReviewing] = useState(false);
  const made = estimate(draft, choices);
  const template = useMemo(() => filledTemplate(draft.template), [draft.template]);
  const lint = { audio: draft.audio, movesByPreset: doesPresetMove(choices, draft.presetIds), reference: draft.reference !== null };
  const onSave = async () => {
    if (await save()) toast.success('Draft saved.');
  };
  const onReview = async () => {
    if (made.refusal === null && (await save())) setReviewing(true);
  };
  useShortcut({ keys: 'mod+s', says: 'Save the draft', group: 'Builder' }, () => void onSave());
  return (
    <div className="h-full overflow-y-auto">
      <div className="mx-auto grid max-w-7xl gap-x-8 gap-y-4 px-4 pt-5 pb-28 sm:px-6 lg:grid-cols-[minmax(0,1fr)_22rem] lg:pb-12">
        <h1 className="text-2xl font-semibold tracking-tight lg:col-span-2">{campaignId === null ? 'New campaign' : 'Edit campaign'}</h1>
        <div className="flex min-w-0 flex-col gap-4">
          <TextField
            label="Name"
            value={draft.name}
            placeholder={UNTITLED}
            maxLength={200}
            autoComplete="off"
            onChange={(event) => change({ name: event.target.value })}
          />
          <PromptsSection
            prompts={draft.prompts}
            onPrompts={(prompts) => change({ prompts })}
            onFile={(file) => void kept.takeFile(file)}
            importing={kept.importing}
            refused={kept.importRefused}
            campaignId={kept.savedId}
            onEdited={kept.takeEdited}
            {...{ lint, template }}
          />
          <PresetSection packs={choices.presets} chosen={draft.presetIds} onChoose={(presetIds) => change({ presetIds })} />
          <FrameSection draft={draft} choices={choices} onDraft={change} />
          <ReferenceSection draft={draft} choices={choices} onDraft={change} />
          <TemplateSection
            template={draft.template}
            library={choices.promptTemplates}
            onTemplate={(template) => change({ template })}
            variables={knownVariables(samplePrompts(draft.prompts))}
            lint={lint}
          />
        </div>
        <aside aria-label="Summary" className="min-w-0 lg:sticky lg:top-5 lg:self-start">
          <Summary
            {...{ draft, choices, made }}
            refused={kept.refused}
            saving={kept.saving}
            onPaired={(paired) => change({ paired })}
            onSave={() => void onSave()}
            onReview={() => void onReview()}
          />
        </aside>
      </div>
      <div className="fixed inset-x-0 bottom-0 z-20 flex items-center gap-3 border-t bg-raised px-4 py-2.5 lg:hidden">
        <span className="figures min-w-0 grow truncate font-semibold">{equation(made)}</span>
        <Button look="primary" icon={Rocket} disabled={made.refusal !== null} busy={kept.saving} onClick={() => void onReview()}>
          Review
        </Button>
      </div>
      {kept.savedId !== null && (
        <ReviewDialog campaignId={kept.savedId} isNew={campaignId === null} open={reviewing} onOpenChange={setReviewing} />
      )}
    </div>
  );
}

interface ReviewDialogProps {
  campaignId: string;
  /** Made on this page: once it was reviewed, its own page is where it goes on. */
  isNew: boolean;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

function ReviewDialog({ campaignId, isNew, open, onOpenChange }: ReviewDialogProps) {
  const navigate = useNavigate();
  const goThere = () => void navigate({ to: '/campaigns/$campaignId', params: { campaignId } });
  return (
    <LaunchDialog
      campaignId={campaignId}
      open={open}
      onOpenChange={(isOpen) => {
        onOpenChange(isOpen);
        if (!isOpen && isNew) goThere();
      }}
      onLaunched={goThere}
    />
  );
}

/** Every chosen preset brings a camera move or an action, so that no prompt stands still. */
function doesPresetMove(choices: Choices, presetIds: Draft['presetIds']): boolean {
  const presets = choices.presets.flatMap((pack) => pack.presets);
  const moves = (id: string | null) =>
    presets.find((one) => one.id === id)?.slots.some(({ slot }) => slot === 'CAMERA' || slot === 'ACTION') ?? false;
  return presetIds.length > 0 && presetIds.every(moves);
}
