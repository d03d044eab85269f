import type { PackSeed } from './seed.ts';

export const styles: PackSeed = {
  key: 'styles',
  name: 'Styles',
  description: 'The look of the picture as a whole, from film stock to paper.',
  presets: [
    {
      key: 'cinematic',
      name: 'Cinematic',
      description: 'Feature-film grade: anamorphic glass and a rich, controlled palette.',
      slots: { style: 'Cinematic: anamorphic lens, shallow depth of field, filmic teal-and-amber grade, fine grain, 24 fps motion.' },
    },
    {
      key: 'documentary',
      name: 'Documentary',
      description: 'Honest and observed, as if nobody had staged it.',
      slots: { style: 'Documentary realism: natural colours, available light, unposed moments, true-to-life detail.' },
    },
    {
      key: 'minimal',
      name: 'Minimal',
      description: 'One subject, one colour, nothing to distract.',
      slots: {
        style: 'Minimalist: a single subject on a plain ground, two-tone palette, clean geometry.',
        constraints: 'No clutter, no props.',
      },
    },
    {
      key: 'product-macro',
      name: 'Product film',
      description: 'The polish of a launch film.',
      slots: {
        style: 'High-end product film: precise reflections, spotless surfaces, razor-sharp detail.',
        constraints: 'No text, no logos.',
      },
    },
    {
      key: 'super-8',
      name: 'Super 8',
      description: 'Home-movie film: grain, flicker and sun-bleached colour.',
      slots: { style: 'Shot on Super 8 film: heavy grain, slight gate weave, light leaks, sun-bleached colours.' },
    },
    {
      key: 'paper-cut',
      name: 'Paper cut',
      description: 'Layered paper, cut by hand and moved frame by frame.',
      slots: { style: 'Handmade paper-cut animation: layered coloured card, visible fibres and soft shadows, stop-motion cadence.' },
    },
    {
      key: 'clay-animation',
      name: 'Clay animation',
      description: 'Modelled figures with fingerprints left in.',
      slots: { style: 'Claymation: hand-modelled clay with visible fingerprints, miniature set, stop-motion at 12 frames a second.' },
    },
    {
      key: 'watercolour',
      name: 'Watercolour',
      description: 'Washes of pigment that bleed and dry as we watch.',
      slots: { style: 'Animated watercolour: translucent washes bleeding into textured paper, loose ink outlines.' },
    },
    {
      key: 'isometric-3d',
      name: 'Isometric 3D',
      description: 'A tidy miniature world for explaining things.',
      slots: { style: 'Isometric 3D illustration: rounded miniature models, matte materials, soft global illumination, pastel ground.' },
    },
  ],
};
