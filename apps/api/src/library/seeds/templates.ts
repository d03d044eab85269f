import type { TemplateSeed } from './seed.ts';

/** The seven-slot template, and a starter for each use the product is made for. `{{names}}` are filled from the columns of a feed. */
export const templates: readonly TemplateSeed[] = [
  {
    key: 'seven-slots',
    name: 'Seven slots',
    slots: {
      scene: '{{scene}}',
      action: '{{action}}',
      camera: '{{camera}}',
      lighting: '{{lighting}}',
      style: '{{style}}',
      constraints: 'No text overlays, no logos, no fast cuts.',
      audio: '{{audio}}',
    },
  },
  {
    key: 'product-hero',
    name: 'Ad: product hero',
    slots: {
      scene: '{{product}} on {{surface}}, nothing else in the frame.',
      action: 'Light travels slowly across the {{product}} and reveals its {{detail}}.',
      style: 'Calm, premium, photorealistic.',
      constraints: 'No text, no logos, no hands, no fast cuts.',
    },
  },
  {
    key: 'catalogue-turn',
    name: 'E-commerce: catalogue turn',
    slots: {
      scene: '{{product}} in {{colour}} on a seamless {{background}} ground.',
      action: 'The product turns once around its vertical axis at constant speed.',
      camera: 'Locked-off medium shot at product height, product centred, whole product in frame.',
      lighting: 'Even studio light, soft shadow under the product.',
      constraints: 'True colour, no text, no people, no props.',
    },
  },
  {
    key: 'storyboard-shot',
    name: 'Pre-visualisation: storyboard shot',
    slots: {
      scene: '{{location}}, {{time_of_day}}. {{character}} is the only person in frame.',
      action: '{{character}} {{beat}}.',
      camera: '{{shot}}',
      style: 'Neutral pre-visualisation look, natural proportions, restrained colour.',
      constraints: 'One continuous shot, no cuts, no text.',
    },
  },
  {
    key: 'explain-a-process',
    name: 'Education: explain a process',
    slots: {
      scene: 'A clear cutaway view of {{subject}} on a plain light ground.',
      action: 'Step by step, {{process}}, each step finishing before the next begins.',
      camera: 'Locked-off, straight on, the whole subject visible.',
      style: 'Clean educational illustration in motion, few colours, one accent on what moves.',
      constraints: 'No labels, no text, no decoration.',
    },
  },
];
