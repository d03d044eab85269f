import { Copy, PanelRight, Pause, Plus, Rocket, Trash2 } from 'lucide-react';
import { Button, IconButton } from '../button.tsx';
import { CopyButton } from '../copy-button.tsx';
import { Kbd } from '../kbd.tsx';
import { Shelf } from './shelf.tsx';

export function ButtonStates() {
  return (
    <>
      <Shelf name="Buttons">
        <Button look="primary" size="large" icon={Rocket}>
          Launch 48 renders – reserve $22.10
        </Button>
        <Button look="primary" icon={Plus}>
          New campaign
        </Button>
        <Button icon={Pause}>Pause</Button>
        <Button look="quiet" icon={Copy}>
          Quiet
        </Button>
        <Button look="danger" icon={Trash2}>
          Cancel 14 renders
        </Button>
        <Button look="primary" busy>
          Busy
        </Button>
        <Button disabled>Disabled</Button>
        <Button size="small">Small</Button>
      </Shelf>
      <Shelf name="Icon buttons and keys">
        <IconButton icon={PanelRight} label="Inspector" keys="i" />
        <IconButton icon={PanelRight} label="Inspector, open" keys="i" active />
        <IconButton icon={PanelRight} label="Not now" disabled />
        <CopyButton text="rnd_0" label="Copy render id" />
        <Kbd keys="mod+k" />
        <Kbd keys="escape" />
      </Shelf>
    </>
  );
}
