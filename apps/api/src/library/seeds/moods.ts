import type { PackSeed } from './seed.ts';

export const moods: PackSeed = {
  key: 'moods',
  name: 'Moods',
  description: 'Pace and feeling: what the viewer should take away without a word.',
  presets: [
    {
      key: 'calm',
      name: 'Calm',
      description: 'Quiet and unhurried, with space to breathe.',
      slots: { action: 'Everything moves slowly and gently.', style: 'Calm, serene mood, generous negative space, soft muted tones.' },
    },
    {
      key: 'energetic',
      name: 'Energetic',
      description: 'Quick, bright and full of drive.',
      slots: { action: 'Movement is brisk and confident throughout.', style: 'Energetic, upbeat mood, bold saturated colours.' },
    },
    {
      key: 'premium',
      name: 'Premium',
      description: 'Restrained luxury: little in the frame, all of it perfect.',
      slots: { style: 'Premium, understated mood, immaculate surfaces, deep neutral palette with one rich accent.' },
    },
    {
      key: 'playful',
      name: 'Playful',
      description: 'Light-hearted, springy and a little surprising.',
      slots: { action: 'Objects move with a light, springy bounce.', style: 'Playful, cheerful mood, candy colours, rounded shapes.' },
    },
    {
      key: 'nostalgic',
      name: 'Nostalgic',
      description: 'A fond memory, warm at the edges.',
      slots: { style: 'Nostalgic mood, faded warm colours, soft halation around highlights, like a treasured memory.' },
    },
    {
      key: 'dramatic',
      name: 'Dramatic',
      description: 'Tension held until the last second.',
      slots: { action: 'The movement builds slowly towards one decisive moment.', style: 'Dramatic, suspenseful mood, strong contrast.' },
    },
    {
      key: 'dreamy',
      name: 'Dreamy',
      description: 'Weightless and soft, between waking and sleep.',
      slots: { action: 'Motion floats in gentle slow motion.', style: 'Dreamy, ethereal mood, pastel haze, softly glowing edges.' },
    },
  ],
};
