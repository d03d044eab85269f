import type { PackSeed } from './seed.ts';

export const cameraMoves: PackSeed = {
  key: 'camera-moves',
  name: 'Camera moves',
  description: 'One clear move per clip: how the camera travels, and where it comes to rest.',
  presets: [
    {
      key: 'slow-pan',
      name: 'Slow pan',
      description: 'A level, unhurried sweep that reveals the scene from left to right.',
      slots: { camera: 'Slow, level pan from left to right on a fluid head, constant speed, horizon steady.' },
    },
    {
      key: 'dolly-in',
      name: 'Dolly in',
      description: 'Glides towards the subject until it fills the frame.',
      slots: { camera: 'Slow dolly-in on rails towards the subject, from medium shot to close-up, focus held on the subject.' },
    },
    {
      key: 'dolly-out',
      name: 'Dolly out',
      description: 'Starts close and draws back to show where we are.',
      slots: { camera: 'Slow dolly-out from a close-up to a wide view, letting the surroundings enter the frame.' },
    },
    {
      key: 'wide-shot',
      name: 'Wide shot',
      description: 'A still, generous frame with room around the subject.',
      slots: { camera: 'Locked-off wide shot at eye level, deep focus, the subject small within its surroundings.' },
    },
    {
      key: 'close-up-detail',
      name: 'Close-up detail',
      description: 'Macro on texture and material; the background melts away.',
      slots: { camera: 'Macro close-up on surface and texture, very shallow depth of field, a barely perceptible drift.' },
    },
    {
      key: 'orbit',
      name: 'Orbit',
      description: 'Circles the subject by a quarter turn.',
      slots: { camera: 'Smooth quarter-circle orbit around the subject at constant distance, subject centred throughout.' },
    },
    {
      key: 'crane-up',
      name: 'Crane up',
      description: 'Rises from the ground to a high view.',
      slots: { camera: 'Crane shot rising from ground level to a high angle, tilting down to keep the subject in frame.' },
    },
    {
      key: 'handheld-follow',
      name: 'Handheld follow',
      description: 'Walks along behind the subject, alive but never shaky.',
      slots: { camera: 'Stabilised handheld shot following the subject from behind at walking pace, light natural sway.' },
    },
    {
      key: 'top-down',
      name: 'Top down',
      description: 'Straight from above, as on a table or a map.',
      slots: { camera: 'Overhead shot straight down, perfectly parallel to the surface, slow push towards the centre.' },
    },
  ],
};
