import type { Choices, ModelChoice } from './choices.ts';

/** A model for tests: sizes with the price of a second in micros. */
export function modelChoice(id: string, sizes: Record<string, number | null>, retired = false): ModelChoice {
  return {
    __typename: 'Model',
    id,
    key: id,
    name: id,
    tier: 'STANDARD',
    retired,
    retiresOn: null,
    endpoint: { __typename: 'Endpoint', id: 'e', name: 'Sandbox', isSandbox: true },
    sizes: Object.entries(sizes).map(([size, secondMicros]) => ({
      __typename: 'ModelSize',
      size,
      orientation: 'PORTRAIT',
      secondMicros,
      audioSecondMicros: secondMicros,
      priceSource: null,
      priceCheckedOn: null,
      priceIsStale: false,
    })),
    seconds: [4, 8, 12],
  };
}

/** A catalogue of these models and no presets. */
export function choicesOf(...models: ModelChoice[]): Choices {
  return { __typename: 'Query', catalog: { __typename: 'Catalog', models }, promptTemplates: [], presets: [] };
}
