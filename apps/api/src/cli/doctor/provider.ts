import type { VideosConfig } from '../../app/config.ts';
import { systemClock } from '../../lib/clock.ts';
import { productionTiming } from '../../lib/timing.ts';
import { createVideosWire } from '../../providers/videos-wire/videos-wire.ts';
import { broken, type Check, note, ok } from './check.ts';

/** A question to the provider is given up after half of this; see createVideosWire. */
const timing = { ...productionTiming, sendTimeoutMs: 10_000 };

export const provider: Check = {
  name: 'Video provider',
  async examine({ config, services }) {
    if (config.videos === null) {
      const { videosUrl, videosKey, how } = await services.sandbox();
      const answer = await askForList({ baseUrl: videosUrl, apiKey: videosKey, dialect: 'openai' });
      return answer === null
        ? ok(`our sandbox, ${how}`)
        : broken(`The sandbox does not answer: ${answer}.`, 'npm run sandbox   # it says why');
    }
    const { baseUrl, dialect, webhookSecret } = config.videos;
    const answer = await askForList(config.videos);
    if (answer !== null) {
      const command = `curl -i -H "Authorization: Bearer $VIDEOS_API_KEY" ${baseUrl}/videos?limit=1`;
      return broken(
        `${baseUrl} does not answer a list with this key: ${answer}.`,
        `${command}   # then correct VIDEOS_BASE_URL or VIDEOS_API_KEY`,
      );
    }
    const says = `${baseUrl} (${dialect}) answers with this key`;
    if (webhookSecret !== null) return ok(says);
    return note(`${says}; without webhooks, renders are noticed by reading its list`, 'export VIDEOS_WEBHOOK_SECRET=whsec_...');
  },
};

/** Null when the provider lists its videos for this key; else what it said. One page, nothing is created. */
async function askForList({ baseUrl, apiKey, dialect }: Pick<VideosConfig, 'baseUrl' | 'apiKey' | 'dialect'>): Promise<string | null> {
  const wire = createVideosWire({ baseUrl, apiKey, dialect, timing, clock: systemClock });
  const outcome = await wire.list({ after: null, limit: 1 });
  return outcome.kind === 'page' ? null : outcome.note;
}
