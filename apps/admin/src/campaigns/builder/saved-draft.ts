import type { Slot, Slots } from '@dailies/schema';
import { graphql, readFragment, type DocumentType, type FragmentType } from '../../gql';
import { ReferencePictureFragment } from '../reference-picture.ts';
import type { Draft, DraftPrompt, DraftPrompts } from './draft.ts';

export const SavedPromptsFragment = graphql(`
  fragment SavedPrompts_Campaign on Campaign {
    prompts(first: 50) {
      totalCount
      edges {
        node {
          n
          key
          slots {
            slot
            text
          }
          variables {
            name
            value
          }
        }
      }
    }
  }
`);

export const SavedDraftFragment = graphql(`
  fragment SavedDraft_Campaign on Campaign {
    id
    name
    brief {
      models {
        id
      }
      sizes
      seconds
      presets {
        id
      }
      axisMode
      audio
      reuse
      template {
        slot
        text
      }
    }
    reference {
      ...ReferencePicture_Reference
    }
    ...SavedPrompts_Campaign
  }
`);

/** What the server keeps of a draft, as the builder edits it. */
export function readSavedDraft(campaign: FragmentType<typeof SavedDraftFragment>): Draft {
  const { name, brief, reference, ...saved } = readFragment(SavedDraftFragment, campaign);
  return {
    name,
    prompts: editable(readSavedPrompts(readFragment(SavedPromptsFragment, saved), null)),
    template: slotsOf(brief.template),
    presetIds: brief.presets.length === 0 ? [null] : brief.presets.map((preset) => preset?.id ?? null),
    modelIds: brief.models.map(({ id }) => id),
    sizes: brief.sizes,
    seconds: brief.seconds,
    reference: readFragment(ReferencePictureFragment, reference),
    audio: brief.audio,
    reuse: brief.reuse,
    paired: brief.axisMode === 'ZIP',
  };
}

/** Prompts the server holds, with the first of them to look at. */
export function readSavedPrompts({ prompts }: DocumentType<typeof SavedPromptsFragment>, from: string | null): DraftPrompts {
  const sample = prompts.edges.map(({ node }) => promptOf(node));
  return { kind: 'kept', count: prompts.totalCount, sample, from };
}

type SavedPrompt = Omit<DocumentType<typeof SavedPromptsFragment>['prompts']['edges'][number]['node'], 'n'>;

/** One prompt as the API answers it. */
export function promptOf({ key, slots, variables }: SavedPrompt): DraftPrompt {
  return {
    key: key ?? null,
    slots: slotsOf(slots),
    variables: Object.fromEntries(variables.map(({ name, value }) => [name, value])),
  };
}

/** Few and plain prompts go back into the text box they were pasted into. */
function editable(prompts: DraftPrompts): DraftPrompts {
  if (prompts.kind !== 'kept' || prompts.sample.length < prompts.count) return prompts;
  const plain = prompts.sample.every(
    ({ key, slots, variables }) => key === null && Object.keys(slots).join() === 'scene' && Object.keys(variables).length === 0,
  );
  if (!plain && prompts.count > 0) return prompts;
  const scenes = prompts.sample.map(({ slots }) => slots.scene ?? '');
  if (scenes.some((scene) => /\n[ \t]*\n/.test(scene))) return prompts;
  const lines = scenes.every((scene) => !scene.includes('\n'));
  return { kind: 'pasted', text: scenes.join(lines ? '\n' : '\n\n'), splitBy: lines ? 'line' : 'blank' };
}

/** Slots as the API answers them, as a map. */
export function slotsOf(texts: readonly { slot: Uppercase<Slot>; text: string }[]): Slots {
  return Object.fromEntries(texts.map(({ slot, text }) => [slot.toLowerCase(), text]));
}
