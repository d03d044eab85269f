import { graphql, type DocumentType } from '../../gql';

/** What can be chosen: models with their sizes, lengths and prices, and packs of presets. */
export const ChoicesFragment = graphql(`
  fragment Choices_Query on Query {
    catalog {
      models {
        id
        key
        name
        tier
        retired
        retiresOn
        endpoint {
          id
          name
          isSandbox
        }
        sizes {
          size
          orientation
          secondMicros
          audioSecondMicros
          priceSource
          priceCheckedOn
          priceIsStale
        }
        seconds
      }
    }
    promptTemplates {
      id
      name
      slots {
        slot
        text
      }
    }
    presets {
      id
      key
      name
      description
      presets {
        id
        key
        name
        description
        version
        slots {
          slot
          text
        }
      }
    }
  }
`);

export type Choices = DocumentType<typeof ChoicesFragment>;
export type ModelChoice = Choices['catalog']['models'][number];
export type TemplateChoice = Choices['promptTemplates'][number];
export type PackChoice = Choices['presets'][number];
export type PresetChoice = PackChoice['presets'][number];

/** Models of the brief that still can be chosen, in the order of the catalogue. */
export function chosenModels(choices: Choices, modelIds: readonly string[]): ModelChoice[] {
  return choices.catalog.models.filter(({ id, retired }) => !retired && modelIds.includes(id));
}

/** Sizes that every chosen model offers. */
export function offeredSizes(models: readonly ModelChoice[]): string[] {
  const [first, ...others] = models;
  return (first?.sizes ?? [])
    .map(({ size }) => size)
    .filter((size) => others.every((model) => model.sizes.some((each) => each.size === size)));
}

/** Lengths in seconds that every chosen model offers. */
export function offeredSeconds(models: readonly ModelChoice[]): number[] {
  const [first, ...others] = models;
  return (first?.seconds ?? []).filter((seconds) => others.every((model) => model.seconds.includes(seconds)));
}

/** Price of one second in micros; null where none is known. `audio`: whether the clip keeps its sound. */
export function secondMicros(model: ModelChoice, size: string, audio: boolean): number | null {
  const offered = model.sizes.find((each) => each.size === size);
  return (audio ? offered?.audioSecondMicros : offered?.secondMicros) ?? null;
}

/** The day since which nobody has checked one of these prices, where that is long ago; of several the oldest. Null where all are fresh. */
export function uncheckedSince(model: ModelChoice): string | null {
  const days = model.sizes.flatMap(({ priceIsStale, priceCheckedOn }) => (priceIsStale && priceCheckedOn != null ? [priceCheckedOn] : []));
  return days.toSorted()[0] ?? null;
}
