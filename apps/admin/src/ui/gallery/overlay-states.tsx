import { EllipsisVertical, Pause } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { Button, IconButton } from '../button.tsx';
import { Dialog } from '../dialog.tsx';
import { Menu, MenuCheck, MenuItem, MenuLabel, MenuLine } from '../menu.tsx';
import { Shelf } from './shelf.tsx';

export function OverlayStates() {
  const [open, setOpen] = useState<'centre' | 'side' | null>(null);
  const [checked, setChecked] = useState(true);
  return (
    <Shelf name="Menus, dialogs, toasts">
      <Menu trigger={<IconButton icon={EllipsisVertical} label="More" />}>
        <MenuLabel>Campaign</MenuLabel>
        <MenuItem icon={Pause} onSelect={() => toast('Paused.')}>
          Pause
        </MenuItem>
        <MenuItem disabled onSelect={() => undefined}>
          Not now
        </MenuItem>
        <MenuLine />
        <MenuCheck checked={checked} onChange={setChecked}>
          Show excluded
        </MenuCheck>
      </Menu>
      <Button onClick={() => setOpen('centre')}>Dialog</Button>
      <Button onClick={() => setOpen('side')}>Drawer</Button>
      <Button onClick={() => toast.success('48 renders back in the queue.')}>Toast</Button>
      <Button onClick={() => toast.error('The server can not be reached. Try again.')}>Error toast</Button>
      <Dialog
        open={open !== null}
        place={open ?? 'centre'}
        onOpenChange={() => setOpen(null)}
        title="Review and launch"
        description="Nothing is spent before you press Launch."
        footer={<Button onClick={() => setOpen(null)}>Not yet</Button>}
      >
        <p>Its content scrolls; its head and its foot stay.</p>
      </Dialog>
    </Shelf>
  );
}
