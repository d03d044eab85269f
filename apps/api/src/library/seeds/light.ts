import type { PackSeed } from './seed.ts';

export const light: PackSeed = {
  key: 'light',
  name: 'Light',
  description: 'Where the light comes from, and what it does to the subject.',
  presets: [
    {
      key: 'golden-hour',
      name: 'Golden hour',
      description: 'Low warm sun, long shadows, a soft flare.',
      slots: { lighting: 'Golden hour: low warm sun from behind the subject, long soft shadows, gentle lens flare.' },
    },
    {
      key: 'soft-daylight',
      name: 'Soft daylight',
      description: 'Even window light that flatters everything.',
      slots: { lighting: 'Soft natural daylight from a large window on the left, even exposure, delicate shadows.' },
    },
    {
      key: 'studio',
      name: 'Studio',
      description: 'Clean three-point light on a seamless ground.',
      slots: { lighting: 'Studio three-point lighting with a large softbox key, seamless backdrop, crisp controlled highlights.' },
    },
    {
      key: 'neon-night',
      name: 'Neon night',
      description: 'Magenta and cyan signs on wet streets.',
      slots: { lighting: 'Night lit by magenta and cyan neon, reflections on wet surfaces, deep blacks.' },
    },
    {
      key: 'blue-hour',
      name: 'Blue hour',
      description: 'Just after sunset: cool sky, first warm windows.',
      slots: { lighting: 'Blue hour: cool ambient sky light, first warm lamps glowing, low contrast.' },
    },
    {
      key: 'candlelight',
      name: 'Candlelight',
      description: 'A small warm flame and a dark room.',
      slots: { lighting: 'Candlelight only: warm flickering glow on the near side, the rest falling into soft darkness.' },
    },
    {
      key: 'backlit-silhouette',
      name: 'Backlit silhouette',
      description: 'The subject as a clear dark shape against a bright ground.',
      slots: { lighting: 'Strong backlight, subject in clean silhouette with a thin bright rim, luminous background.' },
    },
  ],
};
