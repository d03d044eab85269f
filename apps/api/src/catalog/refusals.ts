import { Refusal } from '../lib/refusal.ts';

/** The endpoint has a model of this key already, offered or retired. */
export class ModelExists extends Refusal {
  readonly code = 'MODEL_EXISTS';
  readonly modelId: string;
  constructor(model: { id: string; key: string; name: string }, endpointName: string) {
    super(`${endpointName} has a model with the key “${model.key}” already: ${model.name}. Change that one, or check the key.`);
    this.modelId = model.id;
  }
}
