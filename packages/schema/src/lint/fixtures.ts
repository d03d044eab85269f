import type { RuleCode } from './finding.ts';

/**
 * Examples of each rule, kept with the pack: in `hits` the words between brackets are to blame (none: the whole prompt); `misses` look alike and
 * are fine by this rule.
 */
export const FIXTURES: Readonly<Record<RuleCode, { hits: readonly string[]; misses: readonly string[] }>> = {
  age: {
    hits: [
      'A teenage boy sips [vodka] behind the gym, handheld camera.',
      'Two children [play with matches] in a barn while sparks fly.',
      'A cartoon bear [invites kids to play the slots] of our new game.',
    ],
    misses: [
      'A 12-year-old single malt is poured over ice. Slow push-in.',
      'A mother drinks wine on the terrace while children chase a ball.',
      'Kids in helmets ride their bikes down a lane, no beer, no smoking.',
    ],
  },
  real_person: {
    hits: [
      '[Elon Musk] waves from a boat.',
      'A narrator with the voice of [Morgan Freeman] as waves roll.',
      'The camera pans past [keanu reeves].',
    ],
    misses: [
      'Trams roll down Lincoln Avenue to Washington Square.',
      'No celebrities, no Elon Musk: a commuter walks by.',
      'Cleopatra steps from a barge.',
    ],
  },
  living_artist: {
    hits: [
      'A hotel lobby in the style of [Wes Anderson], a bellboy crosses.',
      'A [Banksy]-style stencil, the balloon drifts.',
      'Vocals that sound like [Billie Eilish] as she walks.',
    ],
    misses: [
      'Sunflowers in the style of Van Gogh, swirling.',
      'A lamp is lit in the style of film noir, rain falling.',
      'A painter pulls a print from a press.',
    ],
  },
  copyrighted_work: {
    hits: ['[Harry Poter] flies a broom.', '[spongebob] flips a burger.', 'Recreate the bow scene from [Titanic] as wind blows.'],
    misses: [
      'Frozen berries tumble into a bowl.',
      'Do not show Mickey Mouse; a grey mouse nibbles cheese.',
      'A superhero of our own lands on a roof.',
    ],
  },
  copyrighted_song: {
    hits: [
      'Bakers sing [Bohemian Rhapsody] while kneading.',
      'A musician hums the melody of [Yesterday] by the Beatles as rain falls.',
      'Lanterns float while a [Coldplay] song plays.',
    ],
    misses: [
      'Friends sing Happy Birthday and clap.',
      'Yesterday the rain fell; a happy dog runs home.',
      'An original upbeat track, shoes tap on asphalt.',
    ],
  },
  brand_logo: {
    hits: [
      'A [Nike] swoosh on a running shoe strikes a puddle.',
      'A bottle of [Coca-Cola] sweats, drops trickle.',
      'Burger steams in front of the [golden arches].',
    ],
    misses: [
      'A watch on a desk, slow dolly-in. No text, no logos, no fast cuts.',
      'A jaguar slips through tall grass.',
      'An apple rolls off a table.',
    ],
  },
  text_overlay: {
    hits: [
      'Palm trees sway; [bold text reading "SUMMER SALE"] slides in.',
      'A hand turns a [sign that says OPEN].',
      'A nurse speaks and gestures, [subtitles] below.',
    ],
    misses: [
      'An open book, its pages turning in the wind.',
      'Ink spreads through paper texture, no words, no captions.',
      'Petals drift; leave space for text we add in post.',
    ],
  },
  too_many_ideas: {
    hits: [
      'A woman wakes up in Paris, [cut to her boarding a plane, cut to] a jungle hike.',
      'A [montage] of a wedding, a market and a race, cameras spinning.',
    ],
    misses: ['A barista tamps the coffee, then locks the handle and the espresso drips.'],
  },
  unclear_motion: {
    hits: ['[A red armchair in a white room. Minimalist, soft light.]', '[Our hiking boot on a rock with mountains in the background.]'],
    misses: ['A red armchair in a white room. The camera slowly dollies in.', 'Shells wash back and forth at the edge of the tide.'],
  },
  overconstrained: {
    hits: [
      'Locked static camera with a fast [handheld tracking] shot around the car.',
      'A cup steams. [No people, no text, no logos, no shadows, no reflections, no] noise.',
    ],
    misses: ['A cup steams on a tray. Static camera. No people, no text.'],
  },
  style_drift: {
    hits: [
      '[The same woman as in our last three clips] pours coffee.',
      'A boat glides along in [watercolour, anime, claymation and photorealistic] light.',
    ],
    misses: ['Two dancers in the same white shirt turn.', 'A watercolour village where smoke drifts.'],
  },
};
