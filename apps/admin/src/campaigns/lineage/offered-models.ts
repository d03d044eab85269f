import { useMemo } from 'react';
import { useQuery } from 'urql';
import { graphql, readFragment } from '../../gql';
import { ChoicesFragment, type ModelChoice, type PresetChoice } from '../builder/choices.ts';

const LineageChoicesQuery = graphql(`
  query LineageChoices {
    ...Choices_Query
  }
`);

const NONE: { models: ModelChoice[]; presets: PresetChoice[] } = { models: [], presets: [] };

/** Models that are still offered, and every preset; nothing while they load or nobody needs them yet. */
export function useLineageChoices(needed = true): { models: ModelChoice[]; presets: PresetChoice[] } {
  const [{ data }] = useQuery({ query: LineageChoicesQuery, pause: !needed });
  const choices = readFragment(ChoicesFragment, data);
  return useMemo(
    () =>
      choices
        ? { models: choices.catalog.models.filter(({ retired }) => !retired), presets: choices.presets.flatMap((pack) => pack.presets) }
        : NONE,
    [choices],
  );
}
