import { FAILING, KNITWEAR, productFeed, WORLDLY } from './prompts.ts';
import type { SeedCampaign, Stage } from './stage.ts';

/** A state of the product that can be made again and again, the same each time. */
export interface Scenario {
  name: string;
  /** What is there afterwards, and what to look at. */
  shows: string;
  /** Whether it is over only when its campaigns have ended. */
  runsToItsEnd?: true;
  /** A data folder of its own, empty each time. */
  needsEmptyFolder?: true;
  play(stage: Stage): Promise<SeedCampaign[]>;
}

const PORTRAIT_AND_LANDSCAPE = ['720x1280', '1280x720'];

async function launched(stage: Stage, campaign: SeedCampaign): Promise<SeedCampaign> {
  await stage.launch(campaign, await stage.plan(campaign));
  return campaign;
}

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'empty',
    shows: 'a workspace without a campaign, in a data folder of its own',
    needsEmptyFolder: true,
    play: async () => [],
  },
  {
    name: 'draft',
    shows: 'six prompts and a brief, not planned',
    play: async (stage) => [await stage.create({ name: 'Knitwear, first ideas', presets: ['slow-pan', 'cinematic'], prompts: KNITWEAR })],
  },
  {
    name: 'planned',
    shows: 'priced and not launched: a third of the cells blocked by a retired model, four taken out by hand',
    play: async (stage) => {
      const campaign = await stage.create({
        name: 'Knitwear, ready to launch',
        models: ['sora-2', 'sora-2-pro', 'retired:sora-2'],
        presets: ['slow-pan', 'cinematic'],
        prompts: KNITWEAR,
      });
      await stage.plan(campaign);
      await stage.excludeFirst(campaign, 4);
      return [campaign];
    },
  },
  {
    name: 'running',
    shows: 'forty-eight cells on their way, slow enough to watch: phases, percent, posters that arrive',
    play: async (stage) => {
      const prompts = KNITWEAR.map((prompt) => ({ ...prompt, text: `${prompt.text} [[slow:4x*always]]` }));
      const brief = { name: 'Knitwear, rendering', sizes: PORTRAIT_AND_LANDSCAPE, presets: ['slow-pan', 'dolly-in', 'cinematic', null] };
      return [await launched(stage, await stage.create({ ...brief, prompts }))];
    },
  },
  {
    name: 'paused',
    shows: 'launched and paused at once: queued cells that wait, money that is held',
    play: async (stage) => {
      const campaign = await launched(
        stage,
        await stage.create({ name: 'Knitwear, paused', presets: ['wide-shot', null], prompts: KNITWEAR }),
      );
      await stage.pause(campaign);
      return [campaign];
    },
  },
  {
    name: 'completed',
    shows: 'twelve clips to play, in portrait and landscape',
    runsToItsEnd: true,
    play: async (stage) => [
      await launched(
        stage,
        await stage.create({ name: 'Knitwear, done', sizes: PORTRAIT_AND_LANDSCAPE, presets: ['cinematic'], prompts: KNITWEAR }),
      ),
    ],
  },
  {
    name: 'failures',
    shows: 'completed, with a failure of every cause the sandbox can force, beside clips that are ready',
    runsToItsEnd: true,
    play: async (stage) => [
      await launched(stage, await stage.create({ name: 'Everything that can go wrong', prompts: [...KNITWEAR.slice(0, 2), ...FAILING] })),
    ],
  },
  {
    name: 'worldly',
    shows: 'Chinese, Japanese, Arabic, emoji, markup, formulas and nine thousand characters, as keys and as prompts',
    runsToItsEnd: true,
    play: async (stage) => [await launched(stage, await stage.create({ name: '世界各地 · Worldly words & <signs>', prompts: WORLDLY }))],
  },
  {
    name: 'large',
    shows: 'ten thousand cells planned from a CSV with variables: 625 products × 4 presets × 2 sizes × 2 lengths',
    play: async (stage) => {
      const presets = ['slow-pan', 'dolly-in', 'wide-shot', 'cinematic'];
      const campaign = await stage.create({ name: 'Homeware, whole catalogue', presets, sizes: PORTRAIT_AND_LANDSCAPE, seconds: [4, 8] });
      await stage.importCsv(campaign, productFeed(625));
      await stage.plan(campaign);
      return [campaign];
    },
  },
];
