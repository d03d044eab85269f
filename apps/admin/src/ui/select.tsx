import { Check, ChevronDown } from 'lucide-react';
import { Select as Radix } from 'radix-ui';

/** A labelled choice of one word from a short list: `Rows  Prompt ⌄`. */
export function Select<Value extends string>({
  label,
  value,
  choices,
  onChoose,
}: {
  label: string;
  value: Value;
  choices: readonly { value: Value; word: string; disabled?: boolean }[];
  onChoose: (value: Value) => void;
}) {
  return (
    <Radix.Root value={value} onValueChange={(chosen) => onChoose(chosen as Value)}>
      <Radix.Trigger
        aria-label={label}
        className="inline-flex h-7 items-center gap-1.5 rounded-md border border-line bg-surface px-2 whitespace-nowrap hover:bg-hover"
      >
        <span className="text-faint">{label}</span>
        <span className="font-medium">
          <Radix.Value />
        </span>
        <Radix.Icon>
          <ChevronDown aria-hidden className="size-3.5 text-faint" />
        </Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className="z-50 min-w-(--radix-select-trigger-width) animate-rise rounded-lg bg-raised p-1 shadow-popup"
        >
          <Radix.Viewport>
            {choices.map((choice) => (
              <Radix.Item
                key={choice.value}
                value={choice.value}
                {...(choice.disabled && { disabled: true })}
                className="flex cursor-default items-center gap-3 rounded-sm px-2 py-1.5 outline-none select-none data-disabled:opacity-45 data-highlighted:bg-hover"
              >
                <span className="grow">
                  <Radix.ItemText>{choice.word}</Radix.ItemText>
                </span>
                <Radix.ItemIndicator>
                  <Check aria-hidden className="size-4 text-accent-text" />
                </Radix.ItemIndicator>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
