import { useState } from 'react';
import { ChoiceCard } from '../choice-card.tsx';
import { TextArea, TextField } from '../field.tsx';
import { Segmented } from '../segmented.tsx';
import { Select } from '../select.tsx';
import { Switch } from '../switch.tsx';
import { Shelf } from './shelf.tsx';

const AXES = [
  { value: 'prompt', word: 'Prompt' },
  { value: 'preset', word: 'Preset' },
  { value: 'size', word: 'Size' },
] as const;
type Axis = (typeof AXES)[number]['value'];

export function ChoiceStates() {
  const [chosen, setChosen] = useState(true);
  const [axis, setAxis] = useState<Axis>('prompt');
  return (
    <>
      <Shelf name="Choices">
        <ChoiceCard chosen={chosen} onToggle={() => setChosen(!chosen)} className="w-52">
          <span className="block font-medium">Slow pan</span>
          <span className="block text-sm text-muted">A level, unhurried sweep.</span>
        </ChoiceCard>
        <ChoiceCard chosen={false} onToggle={() => setChosen(!chosen)} className="w-52">
          <span className="block font-medium">Dolly in</span>
          <span className="block text-sm text-muted">Glides towards the subject.</span>
        </ChoiceCard>
        <ChoiceCard chosen={false} disabled onToggle={() => setChosen(!chosen)} className="w-52">
          <span className="block font-medium">Not offered</span>
          <span className="block text-sm text-muted">By this model.</span>
        </ChoiceCard>
        <Select label="Rows" value={axis} choices={AXES} onChoose={setAxis} />
        <Segmented label="Axis" value={axis} choices={AXES} onChoose={setAxis} />
        <Switch label="With sound" hint="Silent unless you switch this on." checked={chosen} onChange={setChosen} />
        <Switch label="Off" checked={false} onChange={setChosen} />
      </Shelf>
      <Shelf name="Fields">
        <div className="w-64">
          <TextField label="Name" placeholder="Untitled campaign" hint="Shown in the list." />
        </div>
        <div className="w-64">
          <TextField label="Name" defaultValue="Spring launch" error="A campaign of this name exists." />
        </div>
        <div className="w-64">
          <TextArea label="Camera" rows={2} defaultValue="{{move}}, 35 mm" error="No prompt has a value for {{move}}." />
        </div>
      </Shelf>
    </>
  );
}
