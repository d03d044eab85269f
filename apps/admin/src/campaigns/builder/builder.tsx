import { useBlocker, useNavigate } from '@tanstack/react-router';
import { Rocket } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { useShortcut } from '../../ui/shortcuts.ts';
import { LaunchDialog } from '../launch/launch-dialog.tsx';
import type { Choices } from './choices.ts';
import { knownVariables } from './compile-preview.ts';
import { samplePrompts, settleDraft, type Draft } from './draft.ts';
import { largePaste } from './large-paste.ts';
import { equation, estimate } from './estimate.ts';
import { FrameSection } from './frame-section.tsx';
import { useImportPrompts, type ImportRefusal } from './import-prompts.ts';
import { PresetSection } from './preset-section.tsx';
import { PromptsSection } from './prompts-section.tsx';
import { ReferenceSection } from './reference-section.tsx';
import { UNTITLED, useSaveDraft } from './save-draft.ts';
import { Summary } from './summary.tsx';
import { TemplateSection } from './template-section.tsx';

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** The draft on the page for a new campaign; without a difference in state the router would not take on its address. */
    draftId?: string;
  }
}

interface BuilderProps {
  choices: Choices;
  initial: Draft;
  /** The draft at the server; null while it is new. */
  campaignId: string | null;
}

/** From prompts to a plan: every choice from the catalogue, count and price at every keystroke. */
export function Builder({ choices, initial, campaignId }: BuilderProps) {
  const navigate = useNavigate();
  const [draft, setDraft] = useState(() => settleDraft(initial, choices));
  const [savedDraft, setSavedDraft] = useState(draft);
  const [refused, setRefused] = useState<string | null>(null);
  const [importRefused, setImportRefused] = useState<ImportRefusal | null>(null);
  const [reviewing, setReviewing] = useState(false);
  const saved = useSaveDraft(campaignId);
  const { importing, importFile } = useImportPrompts();
  const made = estimate(draft, choices);
  const change = (part: Partial<Draft>) => {
    setDraft((before) => settleDraft({ ...before, ...part }, choices));
    setRefused(null);
  };
  useBlocker({
    shouldBlockFn: () => draft !== savedDraft && !window.confirm('Leave without saving? Your changes to this campaign would be lost.'),
    enableBeforeUnload: draft !== savedDraft,
    disabled: draft === savedDraft,
  });

  /** The address becomes the draft's, so that a reload finds it; the page stays as it is. */
  const showAsDraft = (id: string) =>
    void navigate({
      to: '/campaigns/new',
      replace: true,
      ignoreBlocker: true,
      state: { draftId: id },
      mask: { to: '/campaigns/$campaignId/edit', params: { campaignId: id }, unmaskOnReload: true },
    });
  const importInto = async (id: string, into: Draft, file: File): Promise<Draft | null> => {
    const answer = await importFile(id, file);
    if ('refusal' in answer) {
      setImportRefused(answer.refusal);
      return null;
    }
    const next = { ...into, prompts: answer.prompts };
    setDraft(next);
    return next;
  };
  const save = async (wanted: Draft): Promise<string | null> => {
    if (wanted === savedDraft && saved.campaignId !== null) return saved.campaignId;
    const large = largePaste(wanted.prompts);
    const answer = await saved.save(large ? withoutPrompts(wanted) : wanted);
    if ('refusal' in answer) {
      setRefused(answer.refusal.message);
      return null;
    }
    const next = large ? await importInto(answer.campaignId, wanted, large) : wanted;
    if (!next) return null;
    setSavedDraft(next);
    if (campaignId === null) showAsDraft(answer.campaignId);
    return answer.campaignId;
  };
  const onSave = async () => {
    if (!(await save(draft))) return;
    toast.success('Draft saved.');
  };
  const onReview = async () => {
    if (made.refusal === null && (await save(draft))) setReviewing(true);
  };
  const onFile = async (file: File) => {
    setImportRefused(null);
    const named = { ...draft, name: draft.name.trim() || nameOf(file) };
    const id = await save(withoutPrompts(named));
    const next = id !== null && (await importInto(id, named, file));
    if (next) setSavedDraft(next);
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
            onFile={(file) => void onFile(file)}
            importing={importing}
            refused={importRefused}
            lint={{
              audio: draft.audio,
              movesByPreset: doesPresetMove(choices, draft.presetIds),
              reference: draft.reference !== null,
            }}
          />
          <PresetSection packs={choices.presets} chosen={draft.presetIds} onChoose={(presetIds) => change({ presetIds })} />
          <FrameSection draft={draft} choices={choices} onDraft={change} />
          <ReferenceSection draft={draft} choices={choices} onDraft={change} />
          <TemplateSection
            template={draft.template}
            library={choices.promptTemplates}
            onTemplate={(template) => change({ template })}
            variables={knownVariables(samplePrompts(draft.prompts))}
          />
        </div>
        <aside aria-label="Summary" className="min-w-0 lg:sticky lg:top-5 lg:self-start">
          <Summary
            {...{ draft, choices, made, refused }}
            saving={saved.saving}
            onPaired={(paired) => change({ paired })}
            onSave={() => void onSave()}
            onReview={() => void onReview()}
          />
        </aside>
      </div>
      <div className="fixed inset-x-0 bottom-0 z-20 flex items-center gap-3 border-t bg-raised px-4 py-2.5 lg:hidden">
        <span className="figures min-w-0 grow truncate font-semibold">{equation(made)}</span>
        <Button look="primary" icon={Rocket} disabled={made.refusal !== null} busy={saved.saving} onClick={() => void onReview()}>
          Review
        </Button>
      </div>
      {saved.campaignId !== null && (
        <LaunchDialog
          campaignId={saved.campaignId}
          open={reviewing}
          onOpenChange={(open) => {
            setReviewing(open);
            if (!open && saved.campaignId !== null && campaignId === null) {
              void navigate({ to: '/campaigns/$campaignId', params: { campaignId: saved.campaignId } });
            }
          }}
          onLaunched={() =>
            saved.campaignId !== null && void navigate({ to: '/campaigns/$campaignId', params: { campaignId: saved.campaignId } })
          }
        />
      )}
    </div>
  );
}

/** Every chosen preset brings a camera move or an action, so that no prompt stands still. */
function doesPresetMove(choices: Choices, presetIds: Draft['presetIds']): boolean {
  const presets = choices.presets.flatMap((pack) => pack.presets);
  const moves = (id: string | null) =>
    presets.find((one) => one.id === id)?.slots.some(({ slot }) => slot === 'CAMERA' || slot === 'ACTION') ?? false;
  return presetIds.length > 0 && presetIds.every(moves);
}

function withoutPrompts(draft: Draft): Draft {
  return { ...draft, prompts: { kind: 'pasted', text: '', splitBy: 'line' } };
}

function nameOf(file: File): string {
  return (
    file.name
      .replace(/\.[^.]+$/, '')
      .replaceAll(/[-_]+/g, ' ')
      .trim() || UNTITLED
  );
}
