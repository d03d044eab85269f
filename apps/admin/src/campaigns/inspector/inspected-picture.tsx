import { readFragment, type FragmentType } from '../../gql';
import { ReferencePictureFragment, ROLE_WORDS } from '../reference-picture.ts';

/** The picture the clip begins with, small; opened it shows in full. */
export function InspectedPicture({ reference }: { reference: FragmentType<typeof ReferencePictureFragment> }) {
  const { name, role, url } = readFragment(ReferencePictureFragment, reference);
  return (
    <a href={url} target="_blank" rel="noreferrer" className="group/picture inline-flex max-w-full items-center gap-2.5">
      <img src={url} alt="" className="max-h-14 max-w-20 shrink-0 rounded-sm" />
      <span className="min-w-0">
        <span className="line-clamp-2 group-hover/picture:underline">{name}</span>
        <span className="text-sm text-muted">{ROLE_WORDS[role].word}</span>
      </span>
    </a>
  );
}
