import { CalendarOff, CircleDollarSign, Ellipsis, Pencil, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { useMutation } from 'urql';
import { graphql, readFragment, type DocumentType, type FragmentType } from '../../gql';
import { IconButton } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { formatDay } from '../../ui/format.ts';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { refusalOf } from '../../ui/refusal.ts';
import { EditModelDialog } from './edit-model-dialog.tsx';
import { PriceDialog } from './price-dialog.tsx';
import { RetireDialog, SetModelRetirementMutation } from './retire-dialog.tsx';
import { SizePrices } from './size-prices.tsx';

export const ModelRowFragment = graphql(`
  fragment ModelRow_Model on Model {
    id
    key
    name
    tier
    source
    seconds
    validFrom
    retiresOn
    retired
    ...SizePrices_Model
    ...PriceDialog_Model
    ...EditModelDialog_Model
  }
`);

const CELL = 'px-3 py-3 align-top first:pl-4 last:pr-4';

interface ModelRowProps {
  model: FragmentType<typeof ModelRowFragment>;
  mayWrite: boolean;
  onChanged: () => void;
}

/** One model of an endpoint: what it is called, what it offers for how much, and from when to when. */
export function ModelRow({ model: one, mayWrite, onChanged }: ModelRowProps) {
  const model = readFragment(ModelRowFragment, one);
  return (
    <tr className={classNames(model.retired && 'text-muted')}>
      <th scope="row" className={`${CELL} text-left font-normal`}>
        <span className="block font-semibold break-words">{model.name}</span>
        <span className="block font-mono text-sm break-all text-muted">{model.key}</span>
        <span className="mt-0.5 block text-sm break-words text-faint">{model.source}</span>
      </th>
      <td className={CELL}>{model.tier === 'PRO' ? 'Pro' : 'Standard'}</td>
      <td className={CELL}>
        <SizePrices model={model} />
      </td>
      <td className={`${CELL} figures`}>{model.seconds.map((length) => `${length} s`).join(', ')}</td>
      <td className={`${CELL} figures whitespace-nowrap`}>{formatDay(model.validFrom)}</td>
      <td className={`${CELL} figures whitespace-nowrap`}>
        {model.retiresOn == null ? (
          <span className="text-faint">–</span>
        ) : (
          <span className={model.retired ? 'text-muted' : 'font-medium text-parked'}>
            {model.retired ? 'Retired ' : ''}
            {formatDay(model.retiresOn)}
          </span>
        )}
      </td>
      {mayWrite && (
        <td className={`${CELL} text-right`}>
          <ModelMenu model={model} onChanged={onChanged} />
        </td>
      )}
    </tr>
  );
}

type Shown = DocumentType<typeof ModelRowFragment>;

function ModelMenu({ model, onChanged }: { model: Shown; onChanged: () => void }) {
  const [open, setOpen] = useState<'price' | 'edit' | 'retire' | null>(null);
  const [, setRetirement] = useMutation(SetModelRetirementMutation);
  const close = () => setOpen(null);
  const done = () => (close(), onChanged());
  const takeBack = async () => {
    const { data, error } = await setRetirement({ modelId: model.id, retiresOn: null });
    const refusal = refusalOf(data?.setModelRetirement, error);
    if (refusal) toast.error(refusal.message);
    else onChanged();
  };
  return (
    <>
      <Menu trigger={<IconButton icon={Ellipsis} label={`Change ${model.name}`} className="-my-1.5" />}>
        <MenuItem icon={CircleDollarSign} onSelect={() => setOpen('price')}>
          Set a price…
        </MenuItem>
        <MenuItem icon={Pencil} onSelect={() => setOpen('edit')}>
          Edit the model…
        </MenuItem>
        <MenuItem icon={CalendarOff} onSelect={() => setOpen('retire')}>
          {model.retiresOn == null ? 'Retire on a day…' : 'Retire on another day…'}
        </MenuItem>
        {model.retiresOn != null && (
          <MenuItem icon={Undo2} onSelect={() => void takeBack()}>
            Take the retirement back
          </MenuItem>
        )}
      </Menu>
      {open === 'price' && <PriceDialog model={model} onClose={close} onDone={done} />}
      {open === 'edit' && <EditModelDialog model={model} onClose={close} onDone={done} />}
      {open === 'retire' && (
        <RetireDialog modelId={model.id} name={model.name} retiresOn={model.retiresOn ?? null} onClose={close} onDone={done} />
      )}
    </>
  );
}
