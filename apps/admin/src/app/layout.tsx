import { Link, Outlet } from '@tanstack/react-router';
import { Keyboard, Monitor, Moon, Search, Sun, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '../ui/button.tsx';
import { Kbd } from '../ui/kbd.tsx';
import logo from '../ui/logo.svg';
import { Menu, MenuChoices } from '../ui/menu.tsx';
import { useShortcut } from '../ui/shortcuts.ts';
import { MainNav } from './main-nav.tsx';
import { Palette } from './palette.tsx';
import { ShortcutSheet } from './shortcut-sheet.tsx';
import { useTheme, type Theme } from './theme.ts';
import { WorkspaceChip } from './workspace-chip.tsx';

const THEMES: readonly { value: Theme; word: string; icon: LucideIcon }[] = [
  { value: 'system', word: 'As the system', icon: Monitor },
  { value: 'light', word: 'Light', icon: Sun },
  { value: 'dark', word: 'Dark', icon: Moon },
];

/** The frame of every page: one slim bar, then the page. */
export function Layout() {
  const [paletteOpen, setPaletteOpen] = useState(false);
  const [sheetOpen, setSheetOpen] = useState(false);
  useShortcut({ keys: 'mod+k', says: 'Search or jump', group: 'Everywhere' }, () => setPaletteOpen(true));
  useShortcut({ keys: '?', says: 'This list of shortcuts', group: 'Everywhere' }, () => setSheetOpen(true));
  return (
    <div className="flex h-full flex-col">
      <a
        href="#page"
        className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-raised focus:px-3 focus:py-2 focus:shadow-popup"
      >
        Skip to the page
      </a>
      <header className="flex h-12 shrink-0 items-center gap-1 border-b bg-surface px-3 sm:gap-2 sm:px-4">
        <Link
          to="/campaigns"
          className="flex shrink-0 items-center gap-2 rounded-md pr-1 font-semibold"
          aria-label="Dailies, all campaigns"
        >
          <img src={logo} alt="" className="size-6" />
          <span className="hidden text-lg tracking-tight sm:inline">Dailies</span>
        </Link>
        <WorkspaceChip />
        <MainNav />
        <div className="grow" />
        <button
          type="button"
          onClick={() => setPaletteOpen(true)}
          className="hidden h-8 w-60 items-center gap-2 rounded-md border bg-sunken px-2.5 text-faint hover:border-line-strong md:flex"
        >
          <Search aria-hidden className="size-3.5" />
          <span className="grow text-left">Search or jump…</span>
          <Kbd keys="mod+k" />
        </button>
        <IconButton icon={Search} label="Search or jump" keys="mod+k" className="md:hidden" onClick={() => setPaletteOpen(true)} />
        <IconButton icon={Keyboard} label="Keyboard shortcuts" keys="?" className="max-sm:hidden" onClick={() => setSheetOpen(true)} />
        <ThemeMenu />
      </header>
      <main id="page" className="min-h-0 grow" tabIndex={-1}>
        <Outlet />
      </main>
      <Palette open={paletteOpen} onOpenChange={setPaletteOpen} />
      <ShortcutSheet open={sheetOpen} onOpenChange={setSheetOpen} />
    </div>
  );
}

function ThemeMenu() {
  const [theme, setTheme] = useTheme();
  const icon = THEMES.find(({ value }) => value === theme)?.icon ?? Monitor;
  return (
    <Menu trigger={<IconButton icon={icon} label="Light or dark" />}>
      <MenuChoices value={theme} choices={THEMES} onChoose={setTheme} />
    </Menu>
  );
}
