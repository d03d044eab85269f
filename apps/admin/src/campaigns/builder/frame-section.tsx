import { parseSize } from '@dailies/schema';
import { Link } from '@tanstack/react-router';
import { CalendarClock, TriangleAlert, type LucideIcon } from 'lucide-react';
import { buttonClass } from '../../ui/button.tsx';
import { ChoiceCard } from '../../ui/choice-card.tsx';
import { formatDay, formatMicros, pixelsOf, ratioOf } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { Switch } from '../../ui/switch.tsx';
import { chosenModels, offeredSeconds, offeredSizes, secondMicros, uncheckedSince, type Choices, type ModelChoice } from './choices.ts';
import type { Draft } from './draft.ts';
import { Section } from './section.tsx';

const PICTURE_PX = 44;

interface FrameSectionProps {
  draft: Draft;
  choices: Choices;
  onDraft: (change: Partial<Draft>) => void;
}

/** Model, size, length and sound: only what the catalogue offers, as pictures, never a free number. */
export function FrameSection({ draft, choices, onDraft }: FrameSectionProps) {
  const models = chosenModels(choices, draft.modelIds);
  const sizes = offeredSizes(models);
  const seconds = offeredSeconds(models);
  const [offered, retired] = [
    choices.catalog.models.filter((model) => !model.retired),
    choices.catalog.models.filter((model) => model.retired),
  ];
  const longest = Math.max(...seconds);
  return (
    <Section title="Model, size and length" hint="Choose several and every combination is rendered.">
      <div className="flex flex-col gap-5">
        {offered.length === 0 && (
          <Notice
            title="No model can be chosen yet"
            action={
              <Link to="/catalogue" className={buttonClass({ size: 'small' })}>
                Open the catalogue
              </Link>
            }
          >
            An administrator adds what the provider renders, with its price.
          </Notice>
        )}
        <Group label="Model">
          {offered.map((model) => (
            <ModelCard
              key={model.id}
              model={model}
              audio={draft.audio}
              chosen={draft.modelIds.includes(model.id)}
              onToggle={() =>
                onDraft({
                  modelIds: toggled(
                    choices.catalog.models.map(({ id }) => id),
                    draft.modelIds,
                    model.id,
                  ),
                })
              }
            />
          ))}
        </Group>
        {retired.length > 0 && (
          <p className="-mt-3 text-sm text-faint">
            No longer to be had:{' '}
            {retired
              .map(
                ({ name, endpoint, retiresOn }) => `${name} (${endpoint.name}, until ${retiresOn == null ? 'now' : formatDay(retiresOn)})`,
              )
              .join(', ')}
            .
          </p>
        )}
        <Group label="Size">
          {sizes.map((size) => (
            <ChoiceCard
              key={size}
              className="w-30"
              chosen={draft.sizes.includes(size)}
              onToggle={() => onDraft({ sizes: toggled(sizes, draft.sizes, size) })}
            >
              <SizePicture size={size} />
              <span className="mt-2 block font-medium">{ratioOf(size)}</span>
              <span className="figures block text-sm text-muted">{pixelsOf(size)}</span>
              <span className="figures block text-sm text-muted">{priceWords(models, [size], draft.audio)}</span>
            </ChoiceCard>
          ))}
        </Group>
        <Group label="Length">
          {seconds.map((length) => (
            <ChoiceCard
              key={length}
              className="w-30"
              chosen={draft.seconds.includes(length)}
              onToggle={() => onDraft({ seconds: toggled(seconds, draft.seconds, length) })}
            >
              <span className="figures block text-xl font-semibold">{length} s</span>
              <span aria-hidden className="mt-2 block h-1.5 w-full rounded-full bg-hover">
                <span className="block h-full rounded-full bg-current opacity-60" style={{ width: `${(100 * length) / longest}%` }} />
              </span>
            </ChoiceCard>
          ))}
        </Group>
        <Switch
          label="With sound"
          hint="Clips are silent unless you switch this on."
          checked={draft.audio}
          onChange={(audio) => onDraft({ audio })}
        />
      </div>
    </Section>
  );
}

function Group({ label, children }: { label: string; children: React.ReactNode[] }) {
  if (children.length === 0) return null;
  return (
    <div role="group" aria-label={label}>
      <h3 className="mb-2 font-medium">{label}</h3>
      <div className="flex flex-wrap gap-2">{children}</div>
    </div>
  );
}

interface ModelCardProps {
  model: ModelChoice;
  chosen: boolean;
  audio: boolean;
  onToggle: () => void;
}

function ModelCard({ model, chosen, audio, onToggle }: ModelCardProps) {
  const staleSince = uncheckedSince(model);
  return (
    <ChoiceCard chosen={chosen} onToggle={onToggle} className="w-full sm:w-60">
      <span className="block pr-5 font-medium">{model.tier === 'PRO' ? 'Pro' : 'Standard'}</span>
      <span className="block text-muted">
        {model.name} <span className="text-faint">· {model.endpoint.name}</span>
      </span>
      <span className="figures mt-1 block text-sm text-muted">
        {priceWords(
          [model],
          model.sizes.map(({ size }) => size),
          audio,
        )}
      </span>
      {model.retiresOn != null && <Warning icon={CalendarClock}>Retires on {formatDay(model.retiresOn)}</Warning>}
      {staleSince !== null && <Warning icon={TriangleAlert}>Price not checked since {formatDay(staleSince)}</Warning>}
    </ChoiceCard>
  );
}

function Warning({ icon: Icon, children }: { icon: LucideIcon; children: React.ReactNode }) {
  return (
    <span className="figures mt-1 flex items-center gap-1 text-sm text-parked">
      <Icon aria-hidden className="size-3.5 shrink-0" />
      <span>{children}</span>
    </span>
  );
}

/** A frame of the right shape, in the size it would have beside the others. */
function SizePicture({ size }: { size: string }) {
  const { width, height } = parseSize(size) ?? { width: 1, height: 1 };
  const unit = PICTURE_PX / Math.max(width, height);
  return (
    <span aria-hidden className="flex h-11 items-end">
      <span className="rounded-sm border-2 border-current bg-current/10" style={{ width: width * unit, height: height * unit }} />
    </span>
  );
}

/** `$0.10 a second`, or the range where models or sizes differ. */
function priceWords(models: readonly ModelChoice[], sizes: readonly string[], audio: boolean): string {
  const prices = models.flatMap((model) => sizes.map((size) => secondMicros(model, size, audio)));
  const known = prices.filter((price) => price !== null);
  if (known.length === 0) return 'no price yet';
  const [low, high] = [Math.min(...known), Math.max(...known)];
  return low === high ? `${formatMicros(low)} a second` : `${formatMicros(low)} – ${formatMicros(high)} a second`;
}

function toggled<Value>(order: readonly Value[], chosen: readonly Value[], value: Value): Value[] {
  const next = order.filter((each) => (each === value ? !chosen.includes(value) : chosen.includes(each)));
  return next.length === 0 ? [value] : next;
}
