import { useState } from 'react';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { useShortcutList, useSingleLetters, type Shortcut } from '../ui/shortcuts.ts';
import { Switch } from '../ui/switch.tsx';

/** Every shortcut that works on this page now, searchable; single letters can be switched off. */
export function ShortcutSheet({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const [wanted, setWanted] = useState('');
  const [singleLetters, setSingleLetters] = useSingleLetters();
  const matching = useShortcutList().filter(({ says, keys }) => `${says} ${keys}`.toLowerCase().includes(wanted.toLowerCase()));
  const groups = Map.groupBy(matching, ({ group }) => group);
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard shortcuts">
      <TextField
        label="Search shortcuts"
        hiddenLabel
        placeholder="Search shortcuts"
        value={wanted}
        onChange={(event) => setWanted(event.target.value)}
      />
      {[...groups].map(([group, shortcuts]) => (
        <Group key={group} name={group} shortcuts={shortcuts} />
      ))}
      {matching.length === 0 && <p className="py-8 text-center text-muted">No shortcut says “{wanted}”.</p>}
      <div className="mt-5 border-t pt-4">
        <Switch
          label="Shortcuts of a single letter"
          hint="Switch them off if you speak to your machine."
          checked={singleLetters}
          onChange={setSingleLetters}
        />
      </div>
    </Dialog>
  );
}

function Group({ name, shortcuts }: { name: string; shortcuts: readonly Shortcut[] }) {
  return (
    <section className="mt-4">
      <h3 className="mb-1 text-sm font-medium text-faint">{name}</h3>
      <ul>
        {shortcuts.map(({ keys, says }) => (
          <li key={`${keys}${says}`} className="flex h-8 items-center justify-between border-b border-line/60 last:border-0">
            {says}
            <span className="flex items-center gap-1.5 text-faint">
              {keys.split(', ').map((combination) => (
                <span key={combination}>
                  <Kbd keys={combination} />
                  <span className="sr-only">{combination}</span>
                </span>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
