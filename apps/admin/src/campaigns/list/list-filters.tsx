import { useNavigate } from '@tanstack/react-router';
import { ListFilter, Search, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { CampaignStatusBadge, STATUS_LOOKS, type StatusWord } from '../../ui/campaign-status.tsx';
import { TextField } from '../../ui/field.tsx';
import { Menu, MenuCheck } from '../../ui/menu.tsx';
import { useShortcut } from '../../ui/shortcuts.ts';
import type { ListSearch } from './list-search.ts';

const TYPING_MS = 200;
const STATUSES = Object.keys(STATUS_LOOKS) as StatusWord[];

/** Search and status; both live in the address, so that a filtered list can be sent to somebody. */
export function ListFilters({ search }: { search: ListSearch }) {
  const navigate = useNavigate();
  const show = (next: ListSearch) => void navigate({ to: '/campaigns', search: next, replace: true });
  const { status: chosen = [], search: text } = search;
  const toggle = (status: StatusWord, on: boolean) => {
    const next = STATUSES.filter((each) => (each === status ? on : chosen.includes(each)));
    show({ ...(text !== undefined && { search: text }), ...(next.length > 0 && { status: next }) });
  };
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SearchBox
        text={text ?? ''}
        onText={(next) => show({ ...(chosen.length > 0 && { status: chosen }), ...(next !== '' && { search: next }) })}
      />
      <Menu
        trigger={
          <Button icon={ListFilter} className="font-normal">
            {chosen.length === 0 ? 'All but archived' : chosen.map((status) => STATUS_LOOKS[status].word).join(', ')}
          </Button>
        }
      >
        {STATUSES.map((status) => (
          <MenuCheck key={status} checked={chosen.includes(status)} onChange={(on) => toggle(status, on)}>
            <CampaignStatusBadge status={status} />
          </MenuCheck>
        ))}
      </Menu>
      {(chosen.length > 0 || text !== undefined) && (
        <Button look="quiet" icon={X} onClick={() => show({})}>
          Clear
        </Button>
      )}
    </div>
  );
}

function SearchBox({ text, onText }: { text: string; onText: (text: string) => void }) {
  const [typed, setTyped] = useState(text);
  const [known, setKnown] = useState(text);
  const box = useRef<HTMLInputElement>(null);
  useShortcut({ keys: '/', says: 'Search campaigns', group: 'Campaigns' }, () => box.current?.focus());
  if (text !== known) {
    setKnown(text);
    setTyped(text);
  }
  useEffect(() => {
    if (typed.trim() === text) return undefined;
    const timer = setTimeout(() => onText(typed.trim()), TYPING_MS);
    return () => clearTimeout(timer);
  });
  return (
    <div className="relative w-full sm:w-64">
      <Search aria-hidden className="pointer-events-none absolute top-1/2 left-2.5 size-3.5 -translate-y-1/2 text-faint" />
      <TextField
        ref={box}
        label="Search campaigns"
        hiddenLabel
        type="search"
        placeholder="Search campaigns"
        className="pl-8"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
      />
    </div>
  );
}
