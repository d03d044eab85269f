import { CampaignStatusEnum } from '../graphql/enums.ts';
import { builder } from '../graphql/builder.ts';
import { registerRefusal } from '../graphql/refusals.ts';
import {
  IdempotencyKeyReused,
  ImportRefused,
  ModelRetired,
  NothingToRender,
  NotPriced,
  type PlanChange,
  PlanStale,
  PromptInvalid,
  TooManyVariants,
  UnknownModel,
  UnknownPreset,
  UnknownReference,
  UnknownSeconds,
  UnknownSize,
  UnknownVariable,
  WrongStatus,
} from './refusals.ts';

registerRefusal(UnknownModel, 'UnknownModel');
registerRefusal(UnknownSize, 'UnknownSize');
registerRefusal(UnknownSeconds, 'UnknownSeconds');
registerRefusal(UnknownPreset, 'UnknownPreset');
registerRefusal(UnknownReference, 'UnknownReference');
registerRefusal(NothingToRender, 'NothingToRender');
registerRefusal(NotPriced, 'NotPriced');
registerRefusal(ModelRetired, 'ModelRetired', (t) => ({ models: t.exposeStringList('models') }));
registerRefusal(IdempotencyKeyReused, 'IdempotencyKeyReused');
registerRefusal(PromptInvalid, 'PromptInvalid', (t) => ({
  promptNumber: t.exposeInt('promptNumber', { description: 'Counted from 1.' }),
  promptKey: t.exposeString('promptKey', { nullable: true }),
}));
registerRefusal(UnknownVariable, 'UnknownVariable', (t) => ({ names: t.exposeStringList('names') }));
registerRefusal(TooManyVariants, 'TooManyVariants', (t) => ({ limit: t.exposeInt('limit'), wanted: t.exposeFloat('wanted') }));
registerRefusal(ImportRefused, 'ImportRefused', (t) => ({
  row: t.exposeInt('row', { nullable: true, description: 'Of the file, from 1; the header of a CSV is row 1.' }),
  column: t.exposeString('column', { nullable: true }),
}));
const MovedCell = builder.objectRef<PlanChange['cells'][number]>('MovedCell').implement({
  fields: (t) => ({
    index: t.exposeInt('index', { description: 'Its place in the plan that stands.' }),
    label: t.exposeString('label', { description: 'Prompt, preset, model, size and length, in words.' }),
  }),
});
const PlanChangeRef = builder.objectRef<PlanChange>('PlanChange').implement({
  description: 'One thing that moved since the plan, and the cells it touches.',
  fields: (t) => ({
    message: t.exposeString('message'),
    count: t.exposeInt('count', { description: 'Cells; 0 where they are gone.' }),
    cells: t.expose('cells', { type: [MovedCell], description: 'The first few.' }),
  }),
});
registerRefusal(PlanStale, 'PlanStale', (t) => ({
  moved: t.stringList({
    description: 'What changed since the plan, in words.',
    resolve: ({ changes }) => changes.map(({ message }) => message),
  }),
  changes: t.expose('changes', { type: [PlanChangeRef], description: 'The same with the cells that moved.' }),
}));
registerRefusal(WrongStatus, 'WrongStatus', (t) => ({ status: t.expose('status', { type: CampaignStatusEnum }) }));
