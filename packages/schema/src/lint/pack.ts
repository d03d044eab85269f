import type { RuleCode, Severity } from './finding.ts';

/** What a rule is to people. What it looks for stands in `lists/`. */
export interface Rule {
  severity: Severity;
  /** As it is spoken of: "2 prompts ask for a real person". */
  name: string;
  sentence: string;
  rewriteLabel: string;
}

/**
 * The version of the rules, written with every rejection. A change of a rule, a list or a sentence is a new version: `year.month.n`.
 */
export const PACK_VERSION = '2026.11.3';

export const RULES: Readonly<Record<RuleCode, Rule>> = {
  age: {
    severity: 'reject',
    name: 'Minors at risk',
    sentence: 'This shows a minor in a sexual or dangerous way, or sells to children what is for adults. Show adults, or take it out.',
    rewriteLabel: 'Show adults instead',
  },
  real_person: {
    severity: 'reject',
    name: 'Real person',
    sentence: 'This asks for the likeness or voice of a real person. Try describing a fictional character instead of a real person.',
    rewriteLabel: 'Use a fictional character',
  },
  living_artist: {
    severity: 'reject',
    name: 'Living artist',
    sentence: 'This asks for the manner of an artist whose work is protected. Describe the look itself: colours, light, framing, mood.',
    rewriteLabel: 'Describe the look instead',
  },
  copyrighted_work: {
    severity: 'reject',
    name: 'Copyrighted work',
    sentence: 'This names a character, film, series or game that belongs to somebody else. Describe a character or world of your own.',
    rewriteLabel: 'Make it original',
  },
  copyrighted_song: {
    severity: 'reject',
    name: 'Copyrighted song',
    sentence: 'This asks for a song that belongs to somebody else. Describe an original one: tempo, instruments, mood.',
    rewriteLabel: 'Use an original song',
  },
  brand_logo: {
    severity: 'reject',
    name: 'Brand or logo',
    sentence:
      'This shows a brand or logo of somebody else. Describe the thing without its name, or upload your own product as a reference image.',
    rewriteLabel: 'Take the brand out',
  },
  text_overlay: {
    severity: 'warn',
    name: 'Readable text',
    sentence: 'Readable text seldom comes out right, and words in the picture can not be reviewed as text. Add them afterwards.',
    rewriteLabel: 'Leave the text for later',
  },
  too_many_ideas: {
    severity: 'hint',
    name: 'Too many ideas',
    sentence: 'Several scenes in one clip blend into each other. Keep one scene, and make the others clips of their own.',
    rewriteLabel: 'Keep the first scene',
  },
  unclear_motion: {
    severity: 'hint',
    name: 'Unclear motion',
    sentence: 'Nothing here says what moves, so the clip may stand still. Add one clear motion or one camera move.',
    rewriteLabel: 'Add a slow push-in',
  },
  overconstrained: {
    severity: 'hint',
    name: 'Overconstrained',
    sentence: 'Many or contradicting wishes get in each other’s way. Keep those that matter most.',
    rewriteLabel: 'Keep what matters',
  },
  style_drift: {
    severity: 'hint',
    name: 'Style drift',
    sentence:
      'The model remembers no other clip, so a face or a look drifts from clip to clip. Attach a reference image, and vary little else.',
    rewriteLabel: 'Describe without the others',
  },
};
