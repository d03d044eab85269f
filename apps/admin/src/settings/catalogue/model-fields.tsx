import { TextField } from '../../ui/field.tsx';
import { pixelsOf, ratioOf } from '../../ui/format.ts';
import { FrameGlyph } from '../../ui/frame-glyph.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { readSeconds, readSizes } from './read-choices.ts';

/** What a person types of a model, new or not. */
export interface ModelDraft {
  name: string;
  tier: 'STANDARD' | 'PRO';
  sizes: string;
  seconds: string;
}

/** The part of a mutation's input that a draft stands for; null while something is missing or can not be. */
export function inputOf(draft: ModelDraft): { name: string; tier: ModelDraft['tier']; sizes: string[]; seconds: number[] } | null {
  const [sizes, seconds] = [readSizes(draft.sizes), readSeconds(draft.seconds)];
  const isSound = [sizes, seconds].every(({ values, error }) => values.length > 0 && error === null) && draft.name.trim() !== '';
  return isSound ? { name: draft.name, tier: draft.tier, sizes: [...sizes.values], seconds: [...seconds.values] } : null;
}

/** Name, tier, sizes and lengths: what can be changed of a model at any time. */
export function ModelFields({ draft, onDraft }: { draft: ModelDraft; onDraft: (change: Partial<ModelDraft>) => void }) {
  const [sizes, seconds] = [readSizes(draft.sizes), readSeconds(draft.seconds)];
  return (
    <>
      <TextField
        label="Name"
        hint="How people will read it."
        placeholder="Wan 2.2"
        maxLength={200}
        value={draft.name}
        onChange={(event) => onDraft({ name: event.target.value })}
      />
      <div className="flex flex-col items-start gap-1">
        <h3 className="font-medium">Tier</h3>
        <Segmented
          label="Tier"
          value={draft.tier}
          choices={[
            { value: 'STANDARD', word: 'Standard' },
            { value: 'PRO', word: 'Pro' },
          ]}
          onChoose={(tier) => onDraft({ tier })}
        />
        <p className="text-sm text-muted">Previews are made on a Standard model; an edition may allow Standard only.</p>
      </div>
      <div className="flex flex-col gap-2">
        <TextField
          label="Sizes"
          hint="Width x height in even pixels, as many as it renders."
          placeholder="1280x720, 720x1280"
          value={draft.sizes}
          onChange={(event) => onDraft({ sizes: event.target.value })}
          {...(sizes.error !== null && { error: sizes.error })}
        />
        {sizes.error === null && sizes.values.length > 0 && (
          <ul aria-label="Sizes as they are read" className="figures flex flex-wrap gap-1.5 text-sm text-muted">
            {sizes.values.map((size) => (
              <li key={size} className="flex items-center gap-1.5 rounded-full border px-2 py-0.5">
                <FrameGlyph size={size} scale={0.8} />
                {pixelsOf(size)} <span className="text-faint">{ratioOf(size)}</span>
              </li>
            ))}
          </ul>
        )}
      </div>
      <TextField
        label="Lengths in seconds"
        hint="Only what the model renders; other lengths can not be chosen."
        placeholder="4, 8, 12"
        value={draft.seconds}
        onChange={(event) => onDraft({ seconds: event.target.value })}
        {...(seconds.error !== null && { error: seconds.error })}
      />
    </>
  );
}
