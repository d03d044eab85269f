import type { Client } from 'urql';
import { graphql } from '../gql';

const ClipVideoQuery = graphql(`
  query ClipVideo($id: ID!) {
    clip(id: $id) {
      id
      video {
        url
        expiresAt
      }
    }
  }
`);

/** A signed address is asked for again this long before it ends. */
const MARGIN_MS = 60_000;

/** Where the video of a clip can be read for the next minutes; null when it can not be had. */
export async function findVideoUrl(client: Client, clipId: string): Promise<string | null> {
  const known = await client.query(ClipVideoQuery, { id: clipId }).toPromise();
  const video = known.data?.clip?.video;
  if (video && Date.parse(video.expiresAt) - MARGIN_MS > Date.now()) return video.url;
  const asked = await client.query(ClipVideoQuery, { id: clipId }, { requestPolicy: 'network-only' }).toPromise();
  return asked.data?.clip?.video.url ?? null;
}
