import type { ModelChoice } from '../builder/choices.ts';
import { ChoiceCard } from '../../ui/choice-card.tsx';
import { pixelsOf, ratioOf } from '../../ui/format.ts';
import { FrameGlyph } from '../../ui/frame-glyph.tsx';

interface FrameChoiceProps<Value extends string | number> {
  label: string;
  hint?: string;
  offered: readonly Value[];
  chosen: readonly Value[];
  renderFace: (value: Value) => React.ReactNode;
  onChoose: (chosen: Value[]) => void;
}

/** A row of cards of which any number is chosen; none means: as it is. */
export function FrameChoice<Value extends string | number>({
  label,
  hint,
  offered,
  chosen,
  renderFace,
  onChoose,
}: FrameChoiceProps<Value>) {
  return (
    <div role="group" aria-label={label}>
      <h3 className="mb-2 font-medium">
        {label} {hint && <span className="font-normal text-muted">{hint}</span>}
      </h3>
      <div className="flex flex-wrap gap-2">
        {offered.map((value) => (
          <ChoiceCard
            key={value}
            className="min-w-24 py-2 pr-8"
            chosen={chosen.includes(value)}
            onToggle={() => onChoose(chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value])}
          >
            {renderFace(value)}
          </ChoiceCard>
        ))}
      </div>
    </div>
  );
}

export function SizeFace({ size }: { size: string }) {
  return (
    <span className="flex items-center gap-2" title={pixelsOf(size)}>
      <FrameGlyph size={size} />
      <span className="font-medium">{ratioOf(size)}</span>
      <span className="figures text-sm text-muted">{pixelsOf(size)}</span>
    </span>
  );
}

export function SecondsFace({ seconds }: { seconds: number }) {
  return <span className="figures font-medium">{seconds} s</span>;
}

export function ModelFace({ model }: { model: Pick<ModelChoice, 'name' | 'tier'> | undefined }) {
  return (
    <>
      <span className="font-medium">{model?.tier === 'PRO' ? 'Pro' : 'Standard'}</span>
      <span className="text-sm text-muted">{model?.name}</span>
    </>
  );
}
