import { proof } from '../promises/p31.ts';
import { itKeeps } from './keep-promise.ts';

itKeeps(proof);
