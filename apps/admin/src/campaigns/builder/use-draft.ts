import { useBlocker, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Choices } from './choices.ts';
import { settleDraft, type Draft, type DraftPrompts } from './draft.ts';
import { useImportPrompts, type ImportRefusal } from './import-prompts.ts';
import { largePaste } from './large-paste.ts';
import { UNTITLED, useSaveDraft } from './save-draft.ts';

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** The draft on the page for a new campaign; without a difference in state the router would not take on its address. */
    draftId?: string;
  }
}

/** The draft on the page and the one at the server: changed, saved, filled from files; leaving with changes is asked about. */
export function useDraft(choices: Choices, initial: Draft, campaignId: string | null) {
  const [draft, setDraft] = useState(() => settleDraft(initial, choices));
  const [savedDraft, setSavedDraft] = useState(draft);
  const [refused, setRefused] = useState<string | null>(null);
  const [importRefused, setImportRefused] = useState<ImportRefusal | null>(null);
  const saved = useSaveDraft(campaignId);
  const { importing, importFile } = useImportPrompts();
  const showAsDraft = useDraftAddress();
  useBlocker({
    shouldBlockFn: () => draft !== savedDraft && !window.confirm('Leave without saving? Your changes to this campaign would be lost.'),
    enableBeforeUnload: draft !== savedDraft,
    disabled: draft === savedDraft,
  });
  const change = (part: Partial<Draft>) => {
    setDraft((before) => settleDraft({ ...before, ...part }, choices));
    setRefused(null);
  };
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
  /** Answers the draft's id once the server has it as it stands here; null where it was refused. */
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
  const takeFile = async (file: File): Promise<void> => {
    setImportRefused(null);
    const named = { ...draft, name: draft.name.trim() || nameOf(file) };
    const id = await save(withoutPrompts(named));
    const next = id !== null && (await importInto(id, named, file));
    if (next) setSavedDraft(next);
  };
  /** Prompts that the server has taken already: nothing of them is left to save. */
  const takeEdited = (prompts: DraftPrompts): void => {
    const next = { ...draft, prompts };
    setSavedDraft(draft === savedDraft ? next : { ...savedDraft, prompts });
    setDraft(next);
  };
  const { campaignId: savedId, saving } = saved;
  return { draft, change, refused, importRefused, importing, saving, savedId, save: () => save(draft), takeFile, takeEdited };
}

/** The address becomes the draft's, so that a reload finds it; the page stays as it is. */
function useDraftAddress(): (id: string) => void {
  const navigate = useNavigate();
  return (id) =>
    void navigate({
      to: '/campaigns/new',
      replace: true,
      ignoreBlocker: true,
      state: { draftId: id },
      mask: { to: '/campaigns/$campaignId/edit', params: { campaignId: id }, unmaskOnReload: true },
    });
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
