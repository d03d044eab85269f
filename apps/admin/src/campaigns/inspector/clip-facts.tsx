import { Download } from 'lucide-react';
import { toast } from 'sonner';
import { useClient } from 'urql';
import { graphql, readFragment, type FragmentType } from '../../gql';
import { formatBytes } from '../../ui/format.ts';
import { Tooltip } from '../../ui/tooltip.tsx';

export const ClipFactsFragment = graphql(`
  fragment ClipFacts_Clip on Clip {
    id
    width
    height
    durationMs
    hasAudio
    video {
      bytes
    }
  }
`);

const ClipDownloadQuery = graphql(`
  query ClipDownload($id: ID!, $name: String!) {
    clip(id: $id) {
      id
      video {
        url(downloadName: $name)
      }
    }
  }
`);

/** What the file really is, and how to take it along. */
export function ClipFacts({ clip, fileName }: { clip: FragmentType<typeof ClipFactsFragment>; fileName: string }) {
  const { id, width, height, durationMs, hasAudio, video } = readFragment(ClipFactsFragment, clip);
  const client = useClient();
  const download = async () => {
    const { data } = await client.query(ClipDownloadQuery, { id, name: fileName }, { requestPolicy: 'network-only' }).toPromise();
    if (data?.clip) window.location.assign(data.clip.video.url);
    else toast.error('The video can not be downloaded just now. Try again.');
  };
  return (
    <div className="figures flex flex-wrap items-center gap-x-3 pt-1.5 text-sm text-muted">
      <span>
        {width} × {height}
      </span>
      <span>{(durationMs / 1000).toFixed(1)} s</span>
      <span>{formatBytes(video.bytes)}</span>
      <span>{hasAudio ? 'with sound' : 'silent'}</span>
      <span className="grow" />
      <span className="-mr-2 flex">
        <Tooltip says="Download the MP4">
          <button
            type="button"
            aria-label="Download the MP4"
            onClick={() => void download()}
            className="grid size-7 place-items-center rounded-md hover:bg-hover hover:text-text"
          >
            <Download aria-hidden className="size-3.5" />
          </button>
        </Tooltip>
      </span>
    </div>
  );
}
