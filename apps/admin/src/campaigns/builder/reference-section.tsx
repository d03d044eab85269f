import { CircleCheck, Frame, ImagePlus, X } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { DropZone } from '../../ui/drop-zone.tsx';
import { pixelsOf, ratioOf } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { ROLE_WORDS, type ReferencePicture } from '../reference-picture.ts';
import { chosenModels, offeredSizes, type Choices } from './choices.ts';
import type { Draft } from './draft.ts';
import { NewPictureDialog } from './new-picture-dialog.tsx';
import { forgetPicture, pickPicture, PICTURE_TYPES, type PickedPicture } from './picked-picture.ts';
import { misfitWords, sizeOf } from './reference-fit.ts';
import { ReferenceLibraryButton } from './reference-library.tsx';
import { Section } from './section.tsx';

interface ReferenceSectionProps {
  draft: Draft;
  choices: Choices;
  onDraft: (change: Partial<Draft>) => void;
}

/** The picture every clip begins with: chosen from the library, or uploaded; none unless wanted. */
export function ReferenceSection({ draft, choices, onDraft }: ReferenceSectionProps) {
  const { reference, sizes } = draft;
  const offered = offeredSizes(chosenModels(choices, draft.modelIds));
  const [picked, setPicked] = useState<PickedPicture | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const onFile = async (file: File) => {
    setRefused(null);
    const looked = await pickPicture(file);
    if ('refused' in looked) setRefused(looked.refused);
    else setPicked(looked);
  };
  const forget = () => {
    if (picked) forgetPicture(picked);
    setPicked(null);
  };
  const choose = (chosen: ReferencePicture | null) => {
    setRefused(null);
    onDraft({ reference: chosen });
  };
  return (
    <DropZone onFile={(file) => void onFile(file)}>
      <Section
        title="Reference picture"
        hint="Every clip begins with it, so its pixels have to be those of the clip. Or drop a picture here."
        aside={reference === null && <span className="text-faint">None</span>}
      >
        <div className="flex flex-col gap-3">
          {reference && (
            <ChosenPicture
              reference={reference}
              misfit={misfitWords(reference, sizes, offered)}
              onRemove={() => choose(null)}
              onOwnSize={offered.includes(sizeOf(reference)) ? () => onDraft({ sizes: [sizeOf(reference)] }) : null}
            />
          )}
          {refused !== null && (
            <Notice look="error" title="This file can not be used">
              {refused}
            </Notice>
          )}
          <div className="flex flex-wrap items-center gap-3">
            <PictureButton word={reference ? 'Upload another' : 'Upload a picture'} onFile={(file) => void onFile(file)} />
            <ReferenceLibraryButton chosenId={reference?.id ?? null} sizes={sizes} onChoose={choose} />
            <span className="text-sm text-faint">JPEG, PNG or WebP, up to 10 MB.</span>
          </div>
        </div>
      </Section>
      {picked && (
        <NewPictureDialog
          key={picked.url}
          picture={picked}
          sizes={sizes}
          offered={offered}
          onAdded={(added) => (choose(added), forget())}
          onClose={forget}
        />
      )}
    </DropZone>
  );
}

interface ChosenPictureProps {
  reference: ReferencePicture;
  misfit: string | null;
  onRemove: () => void;
  /** Leaves only the size of the picture; null where no chosen model renders it. */
  onOwnSize: (() => void) | null;
}

function ChosenPicture({ reference, misfit, onRemove, onOwnSize }: ChosenPictureProps) {
  const size = sizeOf(reference);
  return (
    <>
      <div role="group" aria-label="Chosen picture" className="flex items-center gap-3 rounded-lg border bg-sunken p-2.5">
        <img src={reference.url} alt={reference.name} className="max-h-24 max-w-40 shrink-0 rounded-md" />
        <div className="min-w-0 grow">
          <p className="line-clamp-2 font-medium break-words">{reference.name}</p>
          <p className="text-muted">
            {ROLE_WORDS[reference.role].word}
            <span className="figures">
              {' '}
              · {pixelsOf(size)} · {ratioOf(size)}
            </span>
          </p>
          {misfit === null && (
            <p className="mt-1 flex items-center gap-1.5 text-sm text-ready">
              <CircleCheck aria-hidden className="size-3.5" />
              Fits what is chosen
            </p>
          )}
        </div>
        <Button size="small" look="quiet" icon={X} className="self-start" onClick={onRemove}>
          Remove
        </Button>
      </div>
      {misfit !== null && (
        <Notice
          look="warning"
          title="Its pixels do not match"
          action={
            onOwnSize && (
              <Button size="small" icon={Frame} onClick={onOwnSize}>
                {ratioOf(size)} only
              </Button>
            )
          }
        >
          {misfit}
        </Notice>
      )}
    </>
  );
}

function PictureButton({ word, onFile }: { word: string; onFile: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button icon={ImagePlus} onClick={() => input.current?.click()}>
        {word}
      </Button>
      <input
        ref={input}
        type="file"
        accept={PICTURE_TYPES.join(',')}
        aria-label="Reference picture"
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file) onFile(file);
        }}
      />
    </>
  );
}
