import { CampaignStatusEnum } from '../graphql/enums.ts';
import { registerRefusal } from '../graphql/refusals.ts';
import {
  IdempotencyKeyReused,
  ImportRefused,
  NothingToRender,
  NotPriced,
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
registerRefusal(PlanStale, 'PlanStale', (t) => ({
  moved: t.exposeStringList('moved', { description: 'What changed since the plan, in words.' }),
}));
registerRefusal(WrongStatus, 'WrongStatus', (t) => ({ status: t.expose('status', { type: CampaignStatusEnum }) }));
