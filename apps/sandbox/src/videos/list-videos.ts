import { json, type Reply } from '../lib/reply.ts';
import type { VideosDeps } from './deps.ts';
import type { Dialect } from './dialects/dialect.ts';
import { invalid, serverError, videoNotFound } from './wire-error.ts';
import { writeVideo } from './write-video.ts';

const WHOLE_LIST = 1_000_000;

/** `GET /videos?after=&limit=&order=`: newest first unless asked otherwise. A deleted video's id is still a good cursor. */
export function listVideos(deps: VideosDeps, query: URLSearchParams): Reply {
  const { dialect, faults } = deps;
  const needed = dialect.list.requiredQuery;
  if (needed !== null && !query.get(needed))
    throw invalid(needed, `Missing required query parameter: '${needed}'.`, 'missing_required_parameter');
  const limit = readLimit(dialect, query.get('limit'));
  const order = readOrder(query.get('order'));
  const after = readAfter(deps, query.get('after'));
  if (faults.strikes('listError', 'list')) throw serverError();
  const found = deps.videos.listAfter(after, order, limit + 1);
  const page = found.slice(0, limit);
  const nowMs = Date.now();
  const skewMs = faults.settings().clockSkewSeconds * 1000;
  return json(200, {
    object: 'list',
    data: page.map((video) => writeVideo(dialect, video, nowMs, skewMs)),
    ...(faults.strikes('listWithoutHasMore', 'list')
      ? {}
      : { first_id: page[0]?.id ?? null, last_id: page.at(-1)?.id ?? null, has_more: found.length > limit }),
  });
}

function readLimit({ list }: Dialect, text: string | null): number {
  if (text === null || text === '') return list.limitDefault ?? WHOLE_LIST;
  const limit = /^\d{1,6}$/.test(text) ? Number(text) : -1;
  if (limit >= list.limitMin && limit <= list.limitMax) return limit;
  throw invalid('limit', `Invalid 'limit': expected a whole number from ${list.limitMin} to ${list.limitMax}, got '${text.slice(0, 40)}'.`);
}

function readOrder(text: string | null): 'asc' | 'desc' {
  if (text === null || text === '') return 'desc';
  if (text === 'asc' || text === 'desc') return text;
  throw invalid('order', `Invalid value: '${text.slice(0, 40)}'. Supported values are: 'asc' and 'desc'.`);
}

function readAfter(deps: VideosDeps, id: string | null): number | null {
  if (id === null || id === '') return null;
  const place = deps.videos.findPlace(id);
  if (place === null) throw videoNotFound(id);
  return place;
}
