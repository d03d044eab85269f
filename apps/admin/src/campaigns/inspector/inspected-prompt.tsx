import { graphql, readFragment, type FragmentType } from '../../gql';
import { CopyButton } from '../../ui/copy-button.tsx';
import { highlightFragments } from './highlight.ts';

export const InspectedPromptFragment = graphql(`
  fragment InspectedPrompt_Variant on Variant {
    compiledPrompt
    presetName
    preset {
      id
      version
      slots {
        slot
        text
      }
    }
  }
`);

/** The text the provider got; what the preset added is marked. */
export function InspectedPrompt({ variant }: { variant: FragmentType<typeof InspectedPromptFragment> }) {
  const { compiledPrompt, presetName, preset } = readFragment(InspectedPromptFragment, variant);
  const pieces = highlightFragments(compiledPrompt, preset?.slots ?? []);
  return (
    <>
      <p className="leading-5 break-words whitespace-pre-wrap">
        {pieces.map((piece, place) =>
          piece.from === null ? (
            <span key={place}>{piece.text}</span>
          ) : (
            <mark
              key={place}
              title={`${piece.from.toLowerCase()} of ${presetName}`}
              className="rounded-sm bg-accent-soft px-0.5 text-accent-text"
            >
              {piece.text}
            </mark>
          ),
        )}
      </p>
      <div className="mt-2 -ml-2 flex items-center justify-between">
        <CopyButton text={compiledPrompt} label="Copy prompt" />
        {preset && (
          <span className="text-sm text-faint">
            <span className="text-accent-text">marked</span> by {presetName} v{preset.version}
          </span>
        )}
      </div>
    </>
  );
}
