import { ToggleGroup } from 'radix-ui';
import type { ReactNode } from 'react';

/** A few choices side by side, one of them chosen. */
export function Segmented<Value extends string>({
  label,
  value,
  choices,
  onChoose,
}: {
  label: string;
  value: Value;
  choices: readonly { value: Value; word: ReactNode }[];
  onChoose: (value: Value) => void;
}) {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value}
      onValueChange={(chosen) => chosen && onChoose(chosen as Value)}
      className="inline-flex h-7 rounded-md border bg-sunken p-0.5"
    >
      {choices.map((choice) => (
        <ToggleGroup.Item
          key={choice.value}
          value={choice.value}
          className="rounded-sm px-2 text-muted hover:text-text data-[state=on]:bg-raised data-[state=on]:font-medium data-[state=on]:text-text data-[state=on]:shadow-raised"
        >
          {choice.word}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
