import { systemClock } from '../../lib/clock.ts';
import { createModerationWire } from '../../providers/moderation-wire/moderation-wire.ts';
import { HARMLESS_TEXT } from '../../providers/moderator.ts';
import { broken, type Check, ok } from './check.ts';

export const moderation: Check = {
  name: 'Moderation',
  async examine({ config }) {
    if (config.moderation === null) return ok('the rule pack alone; no service is set');
    const { baseUrl, model } = config.moderation;
    const outcome = await createModerationWire({ ...config.moderation, clock: systemClock }).moderate([HARMLESS_TEXT]);
    if (outcome.kind === 'moderated') return ok(`${baseUrl}${model === null ? '' : ` (${model})`} reads prompts`);
    return broken(
      `${baseUrl} does not read a prompt: ${outcome.note}. Nothing can be planned until it does.`,
      'correct MODERATION_BASE_URL, MODERATION_API_KEY or MODERATION_MODEL, or unset them   # then npm run doctor',
    );
  },
};
