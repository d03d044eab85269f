/** Words that change the scene, each with its weight: more than one and a half, and a clip holds too much. */
export const SCENE_MARKS: readonly { find: RegExp; weight: number; starts?: boolean }[] = [
  { find: /\b(?:scene|shot|clip|part|beat|act) (?:\d+|one|two|three|four|five)\b:?/gi, weight: 1 },
  { find: /\b(?:smash |hard |jump |match |quick )?cut(?:s|ting)? to\b/gi, weight: 1 },
  {
    find: /\b(?:then |and |we |scene |it )?(?:transitions?|switch(?:es|ing)?|jumps?|dissolv(?:es|ing)|fad(?:es|ing)|shifts?|moves?|cross-?fades?|teleports?) (?:to|into) (?:a |an |the |another |black)/gi,
    weight: 1,
  },
  { find: /\b(?:meanwhile|elsewhere|at the same time in)\b/gi, weight: 1 },
  {
    find: /\b(?:(?:later|early|late) (?:that|the same|in the) (?:day|night|evening|afternoon|morning)|the next (?:day|morning|scene|shot)|the following (?:day|morning)|(?:hours|days|weeks|months|years) later|next we see|next scene|after that|flash(?:back|es back|forward)|suddenly we(?:'re| are) (?:in|at|on))\b/gi,
    weight: 1,
  },
  {
    find: /\b(?:fast |quick |rapid |dynamic )?montage\b|\bsplit[- ]screens?\b|\bcollage of (?:scenes|clips|moments)\b|\bcompilation\b|\bquick cuts between\b|\bsequence of (?:scenes|shots|locations|vignettes)\b|\bmultiple (?:scenes|locations|storylines)\b|\bseveral (?:scenes|locations|vignettes)\b|\b(?:a )?series of (?:scenes|shots|vignettes)\b/gi,
    weight: 2,
  },
  {
    find: /\b(?:first|start(?:s|ing)? (?:with|in|on|at|off)|open(?:s|ing)? (?:with|on)|begin(?:s|ning)? (?:with|in|on|at))\b/gi,
    weight: 0.5,
    starts: true,
  },
  { find: /\b(?:and then|then|next|followed by|after which|afterwards)\b(?! to\b)/gi, weight: 0.5 },
  {
    find: /\b(?:finally|and finally|at last|ending (?:with|in|on|at)|ends? (?:with|in|on|at) (?:a|an|the|our)|finish(?:es|ing)? (?:with|in|on|at)|before ending|clos(?:es|ing) (?:with|on))\b/gi,
    weight: 0.5,
  },
  {
    find: /(?:\b(?:an?|the) (?:[\w-]+ ){1,3}?(?:at|on|in|inside) (?:(?:an?|the) )?[\w-]+(?:,| and|, and) ){2,}an? (?:[\w-]+ ){1,3}?(?:at|on|in|inside)\b/gi,
    weight: 2,
  },
];

/** A wish that forbids or demands. */
export const LIMITS =
  /\b(?:no|not|never|without|avoid(?:ing)?|don['’]t|do not|must(?: not)?|should(?: not)?|only|exactly|always|absolutely|strictly|has to|have to|needs? to|ensure|make sure|perfectly|precisely|at all times|under no circumstances|zero|keep (?:it|the|everything))\b/gi;

const SERIES =
  '(?: (?:in|from|as|of|the|our|my|we|saw|used|had|was|all|every|each|last|previous|earlier|first|other|prior|same|two|three|four|five|six|ten|\\d+|clips?|videos?|spots?|ads?|films?|episodes?|series|campaign|shots?|before|across|throughout|again|appeared|that|whole|entire|post|reel))*';

/** Asks a model to remember somebody it never saw. */
export const IDENTITY: readonly RegExp[] = [
  new RegExp(
    String.raw`\b(?:use |using |with |featuring )?(?:(?:the|our|that|this) )?(?:exact )?same (?:\w+ )?(?:woman|man|girl|boy|actor|actress|person|people|character|characters|face|model|dog|cat|mascot|hero|heroine|couple|family|presenter|chef|dancer|robot|protagonist|product|outfit|host|kid|child|guy|lady|fox|bear)(?= (?:as|from|in|we|who|that|across|throughout|again)\b)${SERIES}`,
    'gi',
  ),
  /\b(?:exactly |precisely )?(?:the )?same (?:as|like) (?:in )?(?:the |our |my |his |her )?(?:last|previous|earlier|first|other|prior|original|former|clip|video|ad|spot|episode|series|campaign)\b[^.,;!?]*/gi,
  /\b(?:as|like|from|seen) (?:in |seen in )?(?:the|our|my) (?:last|previous|earlier|first|other|prior) (?:\w+ )?(?:clips?|videos?|spots?|ads?|films?|episodes?|renders?|shots?|posts?|campaigns?|generations?)\b[^.,;!?]*/gi,
  /\b(?:consistent|identical|recurring|matching|unchanged) (?:main |brand )?(?:characters?|faces?|identit(?:y|ies)|mascots?|hair and wardrobe|appearance|look across|hero|protagonist|presenter|facial features)\b[^.;!?]*/gi,
  /\b(?:keep(?:s|ing)?|stays?|remains?|must (?:be|look|stay|remain)|looks?|maintain(?:s|ing)?|preserv(?:e|es|ing)) (?:the |her |his |their |its |our |every )?(?:[\w']+ ){0,3}?(?:exactly )?(?:identical|consistent|unchanged|the same (?:person|face|character|as)|same face|recognisable|recognizable)\b[^.;!?]*/gi,
  /\b(?:maintain|keep|ensure|preserve|guarantee) (?:the )?(?:same |full |perfect |strict )?(?:character|identity|face|facial|subject|likeness|brand character|style) (?:consistency|consistent|continuity|identity)\b[^.;!?]*/gi,
  /\b(?:character|identity|face|facial) (?:consistency|continuity)\b[^.;!?]*/gi,
  /\b(?:across|throughout|over|in) (?:all|every|each|the|our|the whole|the entire) (?:\w+ )?(?:\w+ )?(?:clips|videos|episodes|series of (?:clips|videos)|spots|variants|renders|shots in the campaign|campaign videos)\b[^.;!?]*/gi,
  /\bour (?:usual|recurring|regular|well-known|established) (?:\w+ )?(?:mascot|character|hero|presenter|spokesperson|host)\b[^.;!?]*/gi,
];
