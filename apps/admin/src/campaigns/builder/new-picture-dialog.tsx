import { ImagePlus } from 'lucide-react';
import { useState } from 'react';
import { REFERENCE_NAME_CHARS_MAX } from '@dailies/schema';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { formatBytes, pixelsOf, ratioOf } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { ROLE_WORDS, ROLES, type ReferencePicture, type Role } from '../reference-picture.ts';
import { useAddReference } from './add-reference.ts';
import type { PickedPicture } from './picked-picture.ts';
import { misfitWords, sizeOf } from './reference-fit.ts';

interface NewPictureDialogProps {
  picture: PickedPicture;
  /** Chosen sizes, and all sizes of the chosen models. */
  sizes: readonly string[];
  offered: readonly string[];
  onAdded: (reference: ReferencePicture) => void;
  onClose: () => void;
}

/** A picture of this computer before it is sent: what it is called, what it is for, and whether its pixels fit. */
export function NewPictureDialog({ picture, sizes, offered, onAdded, onClose }: NewPictureDialogProps) {
  const [name, setName] = useState(() => nameOf(picture.file));
  const [role, setRole] = useState<Role>('SUBJECT');
  const [refused, setRefused] = useState<string | null>(null);
  const { adding, addReference } = useAddReference();
  const misfit = misfitWords(picture, sizes, offered);
  const add = async () => {
    const answer = await addReference({ file: picture.file, name: name.trim(), role });
    if ('refused' in answer) setRefused(answer.refused);
    else onAdded(answer.reference);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && !adding && onClose()}
      title="Add a reference picture"
      description="It is kept in the library, for other campaigns too."
      footer={
        <>
          <Button disabled={adding} onClick={onClose}>
            Cancel
          </Button>
          <Button look="primary" icon={ImagePlus} busy={adding} disabled={name.trim() === ''} onClick={() => void add()}>
            Add the picture
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <figure className="flex flex-col gap-1.5">
          <img src={picture.url} alt="" className="h-52 w-full rounded-lg border bg-sunken object-contain" />
          <figcaption className="figures text-sm text-muted">
            {pixelsOf(sizeOf(picture))} · {ratioOf(sizeOf(picture))} · {formatBytes(picture.file.size)}
          </figcaption>
        </figure>
        {misfit !== null && (
          <Notice look="warning" title="Its pixels do not match">
            {misfit}
          </Notice>
        )}
        <TextField
          label="Name"
          value={name}
          maxLength={REFERENCE_NAME_CHARS_MAX}
          autoComplete="off"
          onChange={(event) => setName(event.target.value)}
        />
        <div className="flex flex-col items-start gap-1">
          <span className="font-medium">It holds steady the</span>
          <Segmented
            label="Role"
            value={role}
            choices={ROLES.map((each) => ({ value: each, word: ROLE_WORDS[each].word }))}
            onChoose={setRole}
          />
          <p className="text-sm text-muted">{ROLE_WORDS[role].hint}</p>
        </div>
        {refused !== null && (
          <Notice look="error" title="The picture was not added">
            {refused}
          </Notice>
        )}
      </div>
    </Dialog>
  );
}

function nameOf(file: File): string {
  return file.name
    .replace(/\.[^.]+$/, '')
    .trim()
    .slice(0, REFERENCE_NAME_CHARS_MAX);
}
