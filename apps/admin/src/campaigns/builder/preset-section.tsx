import { ChoiceCard } from '../../ui/choice-card.tsx';
import { countOf } from '../../ui/format.ts';
import type { PackChoice, PresetChoice } from './choices.ts';
import { Section } from './section.tsx';

interface PresetSectionProps {
  packs: readonly PackChoice[];
  chosen: readonly (string | null)[];
  onChoose: (presetIds: (string | null)[]) => void;
}

/** Presets by pack; a card shows the words it adds. Each chosen one renders every prompt once. */
export function PresetSection({ packs, chosen, onChoose }: PresetSectionProps) {
  const order = [null, ...packs.flatMap(({ presets }) => presets.map(({ id }) => id))];
  const toggle = (id: string | null) => {
    const next = order.filter((each) => (each === id ? !chosen.includes(id) : chosen.includes(each)));
    onChoose(next.length === 0 ? [null] : next);
  };
  return (
    <Section
      title="Presets"
      hint="Each one adds its words to every prompt, and renders all of them once."
      aside={<span className="figures text-muted">{countOf(chosen.length, 'look')} chosen</span>}
    >
      <div className="flex flex-col gap-5">
        <div className="grid gap-2 sm:grid-cols-2 xl:grid-cols-3">
          <ChoiceCard chosen={chosen.includes(null)} onToggle={() => toggle(null)}>
            <span className="block pr-5 font-medium">As written</span>
            <span className="mt-1 block text-sm leading-4 text-muted">Only your own words; nothing is added.</span>
          </ChoiceCard>
        </div>
        {packs.map((pack) => (
          <div key={pack.id} role="group" aria-label={pack.name}>
            <h3 className="font-medium">
              {pack.name} <span className="font-normal text-faint">{pack.description}</span>
            </h3>
            <div className="mt-2 grid gap-2 sm:grid-cols-2 xl:grid-cols-3">
              {pack.presets.map((preset) => (
                <PresetCard key={preset.id} preset={preset} chosen={chosen.includes(preset.id)} onToggle={() => toggle(preset.id)} />
              ))}
            </div>
          </div>
        ))}
      </div>
    </Section>
  );
}

function PresetCard({ preset, chosen, onToggle }: { preset: PresetChoice; chosen: boolean; onToggle: () => void }) {
  return (
    <ChoiceCard chosen={chosen} onToggle={onToggle}>
      <span className="block pr-5 font-medium">{preset.name}</span>
      <span className="mt-1 flex flex-col gap-1">
        {preset.slots.map(({ slot, text }) => (
          <span key={slot} className="line-clamp-3 text-sm leading-4 text-muted" title={text}>
            <span className="mr-1 rounded-sm bg-hover px-1 text-xs text-faint">{slot.toLowerCase()}</span>
            {text}
          </span>
        ))}
      </span>
    </ChoiceCard>
  );
}
